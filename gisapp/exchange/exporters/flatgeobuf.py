"""FlatGeobuf: one layer, with a spatial index; title and metadata in the header."""

import json
from pathlib import Path

from gisapp.exchange.exporters.contents import Contents
from gisapp.exchange.exporters.ogr import ogr_write


def flatgeobuf_write(path: Path, contents: Contents) -> None:
    """Write the layer; its metadata are JSON in the header's description.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    [content] = contents.layers
    entries = content.statement.entries()
    options = {
        "TITLE": content.statement.title,
        "DESCRIPTION": json.dumps(entries, ensure_ascii=False),
        "TEMPORARY_DIR": str(contents.folder),
    }
    ogr_write(content, path, driver="FlatGeobuf", layer_options=options)
