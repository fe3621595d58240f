"""OGC API Processes part 1: suggest locations, and ask for the potential of districts."""
