"""Data in and out: one format or one aggregate a file."""
