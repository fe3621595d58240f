"""Vector tiles and map tiles by OGC API Tiles; WMTS has the same map tiles."""
