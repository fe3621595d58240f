"""Land-cover classes of the International Geosphere-Biosphere Programme, as MODIS products number them.

References
----------
Friedl, M., Sulla-Menashe, D. (2019). User guide to collection 6 MODIS land cover (MCD12Q1 and MCD12C1), table 3.
"""

IGBP_CLASSES = {
    0: "water",
    1: "evergreen_needleleaf_forest",
    2: "evergreen_broadleaf_forest",
    3: "deciduous_needleleaf_forest",
    4: "deciduous_broadleaf_forest",
    5: "mixed_forest",
    6: "closed_shrubland",
    7: "open_shrubland",
    8: "woody_savanna",
    9: "savanna",
    10: "grassland",
    11: "permanent_wetland",
    12: "cropland",
    13: "urban",
    14: "cropland_mosaic",
    15: "snow_ice",
    16: "barren",
    17: "water",
}
