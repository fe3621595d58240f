"""Exports: what is asked for, what of it is told, and how it is made at once or in the background."""
