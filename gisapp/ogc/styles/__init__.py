"""OGC API Styles: how a layer is drawn, as MapLibre styles and as SLD."""
