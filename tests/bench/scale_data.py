"""Load the made-up source areas and facilities of the scale benchmarks in place of those a database holds.

Run with ``python -m tests.bench.scale_data FILE.gpkg``. The file is made by ``make_scale_data.py`` (see
``../shared/bench``), which needs geopandas. Commodities and processes must be loaded (``manage.py load_demo``).
The database named by DATABASE_URL loses its own source areas and facilities: give it one of its own.
"""

import argparse
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django

from tests.bench.gates import say

PROCESS_OF_KIND = {
    "palm_oil_mill": "palm_oil_mill",
    "sawmill": "sawmill",
    "crumb_rubber_factory": "crumb_rubber",
    "rice_mill": "rice_mill",
}
COMMODITY_OF_NAME = {"fish": "river_fish"}
SOURCE = "made up by make_scale_data.py to measure speed"
M2_PER_HA = 10_000.0
YEAR = 2024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    django.setup()
    started = time.perf_counter()
    areas, facilities = load(options.file)
    loaded = time.perf_counter()
    shapes = rebuild()
    say(
        f"{areas} source areas and {facilities} facilities in {loaded - started:.1f} s, "
        f"{shapes} display shapes in {time.perf_counter() - loaded:.1f} s"
    )


def load(file: Path) -> tuple[int, int]:
    """Replace the source areas and facilities; return how many are stored."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("TRUNCATE layers_sourcearea, layers_facility CASCADE")
        areas, facilities = _copy_areas(cursor, file), _copy_facilities(cursor, file)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE layers_sourcearea, layers_facility")
    return areas, facilities


def rebuild() -> int:
    """Compute the display shapes of what was loaded; return how many were written."""
    from django.db import connection

    from layers.models import Facility, SourceArea
    from layers.services.shapes import shapes_rebuild

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    return shapes_rebuild(SourceArea) + shapes_rebuild(Facility)


def _copy_areas(cursor: Any, file: Path) -> int:
    import numpy as np
    import pyogrio
    import shapely

    _, _, wkb, (names, commodities, tonnes) = pyogrio.raw.read(
        file, layer="source_areas", columns=["name", "commodity", "annual_tonnes"]
    )
    shapes = shapely.set_srid(shapely.from_wkb(wkb), 4326)
    centres = shapely.to_wkb(shapely.point_on_surface(shapes), hex=True, include_srid=True)
    area_ha = shapely.area(shapes) * 111_320.0 * 110_574.0 / M2_PER_HA
    key = _keys(cursor, "layers_commodity", [COMMODITY_OF_NAME.get(name, name) for name in np.unique(commodities)])
    rows = (
        (key[COMMODITY_OF_NAME.get(commodity, commodity)], name, boundary, centre, ha, t / ha, t)
        for commodity, name, boundary, centre, ha, t in zip(
            commodities,
            names,
            shapely.to_wkb(shapes, hex=True, include_srid=True),
            centres,
            area_ha.tolist(),
            tonnes.tolist(),
            strict=True,
        )
    )
    columns = "commodity_id, name, boundary, centre, area_ha, yield_t_per_ha, annual_tonnes"
    fixed = {
        "availability": 1.0,
        "year": YEAR,
        "owner_kind": "unknown",
        "origin": "surveyed",
        "source": SOURCE,
        "licence": "",
        "confidence": "",
        "note": "",
    }
    return _copy(cursor, "layers_sourcearea", columns, rows, fixed)


def _copy_facilities(cursor: Any, file: Path) -> int:
    import pyogrio
    import shapely

    _, _, wkb, (names, kinds, capacity) = pyogrio.raw.read(
        file, layer="facilities", columns=["name", "kind", "capacity_tonnes"]
    )
    points = shapely.to_wkb(shapely.set_srid(shapely.from_wkb(wkb), 4326), hex=True, include_srid=True)
    key = _keys(cursor, "layers_process", list(PROCESS_OF_KIND.values()))
    rows = (
        (f"scale-{number}", name, key[PROCESS_OF_KIND[kind]], point, t)
        for number, (name, kind, point, t) in enumerate(zip(names, kinds, points, capacity.tolist(), strict=True))
    )
    columns = "code, name, process_id, location, capacity_t_per_year"
    fixed = {
        "kind": "plant",
        "activity": "",
        "position_basis": "surveyed",
        "capacity_stated": "",
        "status": "operating",
        "scale": "",
        "owner": "",
        "source": SOURCE,
        "licence": "",
        "confidence": "",
        "note": "",
    }
    return _copy(cursor, "layers_facility", columns, rows, fixed)


def _keys(cursor: Any, table: str, codes: list[str]) -> dict[str, int]:
    cursor.execute(f"SELECT code, id FROM {table} WHERE code = ANY(%s)", [codes])
    found = dict(cursor.fetchall())
    if missing := sorted(set(codes) - set(found)):
        raise SystemExit(f"{table} holds no {', '.join(missing)}: run manage.py load_demo first")
    return found


def _copy(cursor: Any, table: str, columns: str, rows: Iterable[tuple[Any, ...]], fixed: dict[str, Any]) -> int:
    """Copy rows in, each with the same values of the columns that the file does not give."""
    values = tuple(fixed.values())
    count = 0
    with cursor.copy(f"COPY {table} ({columns}, {', '.join(fixed)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row + values)
            count += 1
    return count


if __name__ == "__main__":
    main()
