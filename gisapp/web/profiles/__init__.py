"""Pages that tell of a district or a commodity: sentence, chart, table, source, in that order."""
