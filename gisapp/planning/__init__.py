"""Use cases: read the data, ask the siting engine, keep the answer."""
