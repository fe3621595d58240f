"""Writers of files that others open, one format a file; `registry.py` lists them."""
