"""Reads of the layers."""
