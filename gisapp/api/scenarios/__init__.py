"""Scenarios: runs kept under a name."""
