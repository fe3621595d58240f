"""One aggregate a file: a table and options in, rows written and a report out.

Each function is one transaction. The commands call them, and so may an upload through the web.
"""
