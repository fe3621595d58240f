"""Writes to the layers; each function is one unit of work and leaves display shapes in step."""
