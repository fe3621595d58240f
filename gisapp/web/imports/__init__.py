"""The pages on which staff bring files in, a step a page; the steps themselves are those of `gisapp.exchange.imports`."""
