"""OGC API Features: what layers hold, asked for by place, time, value and filter."""
