"""What an import looks for in the rows of a file, one idea a file, over all rows at once.

A check takes the rows on their way (`Intake`), tells what it finds, and mends what it may. `finding_titles` has all
that can be found in words.
"""
