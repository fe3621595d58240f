"""What was exported is imported again: the same rows, to the precision that docs/data.md states."""

import pytest
import shapely

from gisapp.exchange.coordinates import CoordinateColumns
from gisapp.exchange.exporters.shapefile import short_names
from gisapp.exchange.importers.facilities import facilities_import
from gisapp.exchange.importers.source_areas import source_areas_import
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.table import table_read
from layers.models import Facility, SourceArea
from tests.exchange.exporters.conftest import exported, furnished

__all__ = ["exported", "furnished"]
pytestmark = pytest.mark.django_db
SUFFIX = {"shp": ".zip", "csv": ".zip", "geojsonl": ".zip", "qgis": ".zip"}
CENTIMETRE_DEG = 1e-7
FIELDS = ("code", "name", "kind", "capacity_t_per_year", "utilisation", "status", "year", "licence", "source_date")
# What the importers know by these names; the others come from what is joined.
KNOWN = (*FIELDS, "process", "district", "source", "annual_tonnes", "commodity", "confidence", "note")
FORMATS = ["gpkg", "shp", "geojson", "geojsonl", "kml", "kmz", "fgb", "parquet", "csv", "xlsx"]


def table(path, layer, f):
    coordinates = CoordinateColumns(x="lon", y="lat") if f in ("csv", "xlsx") else None
    return table_read(path, layer=layer if f in ("gpkg", "xlsx") else None, coordinates=coordinates)


def options(f, names):
    columns = short_names(["id", *names]) if f == "shp" else {}
    return ImportOptions(columns={name: columns[name] for name in names if name in columns and name in KNOWN})


def facilities():
    rows = Facility.objects.order_by("code")
    return [
        (
            {name: getattr(row, name) for name in FIELDS},
            row.district.code,
            row.process and row.process.code,
            row.location,
        )
        for row in rows
    ]


@pytest.mark.parametrize("f", FORMATS)
def test_facilities(exported, f):
    before = facilities()
    names = [one.name for one in _columns()]
    path = exported("facilities", f=f, suffix=SUFFIX.get(f, ""))
    Facility.objects.all().delete()
    report = facilities_import(table(path, "facilities", f), options(f, names))
    assert report.created == 3, report.as_text()
    for (was, *links, place), (now, *links_now, place_now) in zip(before, facilities(), strict=True):
        assert now == was
        assert links_now == links
        assert place_now.distance(place) <= CENTIMETRE_DEG


@pytest.mark.parametrize("f", FORMATS[:-1])
def test_source_areas(exported, f):
    before = {row.annual_tonnes: row.boundary for row in SourceArea.objects.all()}
    path = exported("source-areas", f=f, suffix=SUFFIX.get(f, ""))
    SourceArea.objects.all().delete()
    coordinates = CoordinateColumns(wkt="wkt") if f == "csv" else None
    layer = "source-areas" if f == "gpkg" else None
    names = [one.name for one in _columns("source-areas")]
    report = source_areas_import(table_read(path, layer=layer, coordinates=coordinates), options(f, names))
    assert report.created == 2, report.as_text()
    for row in SourceArea.objects.all():
        was, now = (shapely.from_wkt(one.wkt) for one in (before[row.annual_tonnes], row.boundary))
        assert shapely.hausdorff_distance(was, now) <= CENTIMETRE_DEG
        assert row.commodity.code == "oil_palm"


def _columns(layer="facilities"):
    from gisapp.ogc.layers import layer_find
    from gisapp.ogc.versions import table_versions

    return layer_find(layer, table_versions()).source.properties
