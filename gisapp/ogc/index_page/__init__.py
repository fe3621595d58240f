"""The page that lists all addresses, and files that bring all layers into QGIS."""
