"""The formats in which features can be had."""

from typing import Final

from gisapp.ogc.root.formats import GEOJSON, HTML, SCHEMA, Format

CSV: Final = Format("csv", "text/csv", "CSV")
FLATGEOBUF: Final = Format("fgb", "application/flatgeobuf", "FlatGeobuf", ("application/vnd.flatgeobuf",))

ITEMS_FORMATS: Final = (GEOJSON, HTML, CSV, FLATGEOBUF)
ITEM_FORMATS: Final = (GEOJSON, HTML)
SCHEMA_FORMATS: Final = (SCHEMA, HTML)
