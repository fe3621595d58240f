"""The data: what is stored, how it is read (selectors) and written (services)."""
