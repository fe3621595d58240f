"""Features that staff draw, change and remove by hand."""
