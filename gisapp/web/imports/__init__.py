"""The pages on which staff bring files in, a step a page; what a step does stands in `gisapp.exchange.imports`."""
