"""Colours, sizes, symbols and legends, written once for the pages and the maps."""
