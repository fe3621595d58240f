"""Imports: for staff who are signed in, step by step."""
