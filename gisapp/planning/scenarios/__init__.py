"""Runs kept under a name: saved, shared, and compared two by two."""
