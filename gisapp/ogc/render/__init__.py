"""Draw maps: the only room that knows Mapnik. `pictures` draws one map, or a square of tiles at once."""
