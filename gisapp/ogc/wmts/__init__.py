"""Map tiles by WMTS 1.0.0, as keys and values and as paths.

References
----------
OGC 07-057r7, OpenGIS Web Map Tile Service Implementation Standard.
"""
