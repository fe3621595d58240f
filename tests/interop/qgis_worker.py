"""Jobs for QGIS, run by the Python of the system: a list of them as JSON on the standard input, answers on the output.

One process does all: QGIS takes seconds to start. A job that fails says so in its answer.
"""

import json
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsPointXY,
    QgsRaster,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorTileBasicRenderer,
    QgsVectorTileBasicRendererStyle,
    QgsVectorTileLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

CLEAR = QColor(0, 0, 0, 0)
BLACK = "0,0,0,255"
GEOMETRIES = {
    "polygon": QgsWkbTypes.PolygonGeometry,
    "line": QgsWkbTypes.LineGeometry,
    "point": QgsWkbTypes.PointGeometry,
}


def layer_open(source):
    """Open a layer from the provider's name and either its address or the parts of one."""
    provider, uri = source["provider"], source["uri"]
    if provider == "wms":
        return QgsRasterLayer(uri, "layer", "wms")
    if provider == "vectortile":
        parts = QgsDataSourceUri()
        for name, value in uri.items():
            parts.setParam(name, value)
        return QgsVectorTileLayer(bytes(parts.encodedUri()).decode(), "layer")
    if provider == "postgres":
        parts = QgsDataSourceUri()
        parts.setConnection(uri["host"], uri["port"], uri["dbname"], uri["user"], uri["password"])
        parts.setDataSource("", f"({uri['query']})", "geom", "", "id")
        return QgsVectorLayer(parts.uri(False), "layer", "postgres")
    return QgsVectorLayer(uri, "layer", provider)


def symbol_of(wanted):
    """Return a black symbol: sizes are pixels."""
    kind, size = wanted["kind"], wanted.get("size", 0)
    if kind == "polygon":
        look = {"color": BLACK, "outline_color": BLACK, "outline_style": "solid" if size else "no"}
        look["style"] = "no" if wanted.get("hollow") else "solid"
        return QgsFillSymbol.createSimple({**look, "outline_width": str(size), "outline_width_unit": "Pixel"})
    if kind == "line":
        return QgsLineSymbol.createSimple({"color": BLACK, "width": str(size), "width_unit": "Pixel"})
    look = {"name": "circle", "color": BLACK, "outline_style": "no"}
    look |= {"offset": f"0,{-wanted.get('up', 0)}", "offset_unit": "Pixel"}
    return QgsMarkerSymbol.createSimple({**look, "size": str(size), "size_unit": "Pixel"})


def dress(layer, wanted):
    """Give a vector layer its symbol."""
    symbol = symbol_of(wanted)
    if isinstance(layer, QgsVectorTileLayer):
        style = QgsVectorTileBasicRendererStyle("all", "", GEOMETRIES[wanted["kind"]])
        style.setSymbol(symbol)
        style.setEnabled(True)
        renderer = QgsVectorTileBasicRenderer()
        renderer.setStyles([style])
        layer.setRenderer(renderer)
    else:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def plain(value):
    """Return an attribute as JSON can hold it."""
    if value is None or (hasattr(value, "isNull") and value.isNull()):
        return None
    if hasattr(value, "toString") and hasattr(value, "isValid"):
        return value.toString("yyyy-MM-dd")
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, (int, float, str)) else str(value)


def read(job):
    """Return what a vector layer tells of itself, and what its features are."""
    layer = layer_open(job["layer"])
    names = [field.name() for field in layer.fields()]
    values = {name: [] for name in names}
    box, count = QgsRectangle(), 0
    box.setMinimal()
    for feature in layer.getFeatures():
        box.combineExtentWith(feature.geometry().boundingBox())
        count += 1
        for name in names:
            values[name].append(plain(feature[name]))
    return {
        "valid": layer.isValid(),
        "told": layer.featureCount(),
        "count": count,
        "crs": layer.crs().authid(),
        "geometry": QgsWkbTypes.displayString(layer.wkbType()),
        "types": {field.name(): field.typeName().lower() for field in layer.fields()},
        "values": {name: summary(values[name]) for name in names},
        "extent": corners(box),
    }


def summary(values):
    """Return how many values there are, the least and the greatest; an empty text counts as none."""
    found = [value for value in values if value is not None and value != ""]
    return [len(found), min(found), max(found)] if found else [0, None, None]


def corners(box):
    """Return west, south, east and north of a rectangle."""
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def describe(job):
    """Return what a picture layer tells of itself."""
    layer = layer_open(job["layer"])
    return {
        "valid": layer.isValid(),
        "error": layer.error().message(),
        "crs": layer.crs().authid(),
        "extent": corners(layer.extent()),
    }


def draw(job):
    """Draw a layer with QGIS's own renderer to a file."""
    layer = layer_open(job["layer"])
    if "symbol" in job:
        dress(layer, job["symbol"])
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(job["crs"]))
    settings.setExtent(QgsRectangle(*job["extent"]))
    settings.setOutputSize(QSize(job["width"], job["height"]))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(CLEAR)
    settings.setOutputImageFormat(QImage.Format_ARGB32)
    renderer = QgsMapRendererSequentialJob(settings)
    renderer.start()
    renderer.waitForFinished()
    return {
        "valid": layer.isValid(),
        "saved": renderer.renderedImage().save(job["file"]),
        "errors": [error.message for error in renderer.errors()],
    }


def identify(job):
    """Ask a picture layer what lies at a place."""
    layer = layer_open(job["layer"])
    provider = layer.dataProvider()
    told = provider.identify(
        QgsPointXY(*job["point"]),
        QgsRaster.IdentifyFormatFeature,
        QgsRectangle(*job["extent"]),
        job["width"],
        job["height"],
    )
    features = []
    for stores in told.results().values():
        for store in stores if isinstance(stores, list) else []:
            for feature in store.features():
                names = [field.name() for field in feature.fields()]
                features.append({name: plain(feature[name]) for name in names})
    return {"valid": told.isValid(), "error": told.error().message(), "features": features}


DOING = {"read": read, "describe": describe, "draw": draw, "identify": identify}


def main():
    """Answer all jobs."""
    application = QgsApplication([], False)
    application.initQgis()
    answers = []
    for job in json.load(sys.stdin):
        try:
            answers.append(DOING[job["do"]](job))
        except (LookupError, TypeError, AttributeError) as error:
            answers.append({"valid": False, "error": f"{type(error).__name__}: {error}"})
    # QGIS itself prints to the output now and then.
    Path(sys.argv[1]).write_text(json.dumps(answers), encoding="utf-8")
    application.exitQgis()


main()
