"""PMTiles: one layer as vector tiles in one file, as web maps read it without a server of tiles."""

import json
from pathlib import Path

from gisapp import conf
from gisapp.exchange.exporters.contents import Contents
from gisapp.exchange.exporters.ogr import ogr_write


def pmtiles_write(path: Path, contents: Contents) -> None:
    """Write the tiles of a layer; its metadata are those of the file.

    Raises
    ------
    ExportError
        If they cannot be written.
    """
    [content] = contents.layers
    entries = content.statement.entries()
    options = {
        "NAME": content.statement.title,
        "DESCRIPTION": json.dumps(entries, ensure_ascii=False),
        "MINZOOM": str(conf.EXPORT_TILE_ZOOMS.low),
        "MAXZOOM": str(conf.EXPORT_TILE_ZOOMS.high),
        "MAX_SIZE": str(conf.TILE_BYTES_LIMIT),
        "MAX_FEATURES": str(conf.EXPORT_TILE_FEATURES_LIMIT),
        "TYPE": "overlay",
    }
    ogr_write(content, path, driver="PMTiles", dataset_options=options)
