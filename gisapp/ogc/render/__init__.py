"""Draw maps: the only room that knows Mapnik. `pictures.render` draws one, `pictures.render_tiles` a square of tiles."""
