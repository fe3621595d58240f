"""Files of every format, made here: two areas, one named with a letter outside of ASCII."""

import json
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyarrow import parquet
from pyproj import CRS

NAMES = ["Kebun Séjahtera", "Pulau Laut"]
TONNES = [12.5, None]
AREAS = [shapely.box(115.0, -3.1, 115.1, -3.0), shapely.box(116.1, -3.6, 116.2, -3.5)]

Write = Callable[..., Path]


def vector_write(path, driver, *, geometry=None, crs="EPSG:4326", layer=None, encoding="UTF-8", **options):
    geometry = AREAS if geometry is None else geometry
    kinds = {one.geom_type for one in geometry if one is not None}
    dimension = " Z" if any(one is not None and one.has_z for one in geometry) else ""
    columns = {"name": pa.array(NAMES[: len(geometry)]), "tonnes": pa.array(TONNES[: len(geometry)], pa.float64())}
    columns["geometry"] = pa.array([None if one is None else shapely.to_wkb(one, flavor="iso") for one in geometry])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write_arrow(
            pa.table(columns), path, driver=driver, geometry_name="geometry", crs=crs, layer=layer, encoding=encoding,
            geometry_type=(kinds.pop() if len(kinds) == 1 else "Unknown") + dimension, append=path.exists(), **options,
        )  # fmt: skip
    return path


def zip_write(path, *files, folder=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            inside = [one for one in sorted(file.rglob("*")) if one.is_file()] if file.is_dir() else [file]
            for one in inside:
                archive.write(one, f"{folder}{one.relative_to(file.parent)}")
    return path


def shapefile_write(folder, *, stem="kebun", parts=(".shp", ".shx", ".dbf", ".prj", ".cpg"), **given):
    folder.mkdir(exist_ok=True)
    main = vector_write(folder / f"{stem}.shp", "ESRI Shapefile", **given)
    for part in folder.iterdir():
        if part.suffix not in parts:
            part.unlink()
    return main


def shapefile_zip(folder):
    main = shapefile_write(folder / "parts")
    return zip_write(folder / "kebun.zip", *sorted(main.parent.iterdir()), folder="data/2024/")


def geodatabase_zip(folder):
    return zip_write(folder / "kebun.zip", vector_write(folder / "kebun.gdb", "OpenFileGDB", layer="kebun"))


def topojson_write(folder):
    rings = [[list(point) for point in area.exterior.coords] for area in AREAS]
    shapes = [
        {"type": "Polygon", "arcs": [[index]], "properties": {"name": name, "tonnes": tonnes}}
        for index, (name, tonnes) in enumerate(zip(NAMES, TONNES, strict=True))
    ]
    path = folder / "kebun.json"
    objects = {"kebun": {"type": "GeometryCollection", "geometries": shapes}}
    path.write_text(json.dumps({"type": "Topology", "objects": objects, "arcs": rings}), encoding="utf-8")
    return path


def geoparquet_write(folder):
    path = folder / "kebun.parquet"
    column = {"encoding": "WKB", "geometry_types": ["Polygon"], "crs": json.loads(CRS.from_epsg(4326).to_json())}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = pa.table({"name": NAMES, "tonnes": TONNES, "geometry": shapely.to_wkb(np.array(AREAS)).tolist()})
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
    return path


def kmz_write(folder):
    return zip_write(folder / "kebun.kmz", vector_write(folder / "doc.kml", "LIBKML", layer="kebun"))


def csv_write(folder):
    path = folder / "kebun.csv"
    rows = [f'{name},{"" if t is None else t},"{area.wkt}"' for name, t, area in zip(NAMES, TONNES, AREAS, strict=True)]
    path.write_text("\n".join(["name,tonnes,wkt", *rows]), encoding="utf-8-sig")
    return path


def xlsx_write(folder):
    path = folder / "kebun.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "kebun"
    for row in [["Daftar kebun 2024"], [], ["name", "tonnes", "wkt"]]:
        sheet.append(row)
    for name, tonnes, area in zip(NAMES, TONNES, AREAS, strict=True):
        sheet.append([name, tonnes, area.wkt])
    book.create_sheet("kosong")
    book.save(path)
    return path


WRITERS = {
    "Shapefile, zipped": shapefile_zip,
    "Shapefile, loose": lambda folder: shapefile_write(folder / "parts"),
    "GeoPackage": lambda folder: vector_write(folder / "kebun.gpkg", "GPKG"),
    "GeoJSON": lambda folder: vector_write(folder / "kebun.geojson", "GeoJSON"),
    "GeoJSON, one feature a line": lambda folder: vector_write(folder / "kebun.geojsonl", "GeoJSONSeq"),
    "KML": lambda folder: vector_write(folder / "kebun.kml", "LIBKML"),
    "KMZ": kmz_write,
    "FlatGeobuf": lambda folder: vector_write(folder / "kebun.fgb", "FlatGeobuf", SPATIAL_INDEX="NO"),
    "GeoParquet": geoparquet_write,
    "File Geodatabase": geodatabase_zip,
    "TopoJSON": topojson_write,
    "CSV": csv_write,
    "XLSX": xlsx_write,
}


@pytest.fixture(params=WRITERS)
def any_file(request, tmp_path) -> tuple[str, Path]:
    """The two areas in each format that can hold them."""
    return request.param, WRITERS[request.param](tmp_path)
