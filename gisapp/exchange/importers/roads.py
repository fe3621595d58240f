"""Import road links."""

from collections.abc import Mapping
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.geometry import line_checked
from gisapp.exchange.intake import PROVENANCE_FIELDS, Candidate, Intake, Once
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.rows import RowParser
from gisapp.exchange.table import Table
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.crs import geodesic_length_m
from gisapp.geo.units import M_PER_KM
from layers.geometry import to_geos
from layers.models import RoadClass, RoadLink
from layers.services.road_links import road_links_create, road_links_replace

OWN_FIELDS = ["name", "road_class", "surface", "speed_km_h", "duration_min", "is_ferry", "is_one_way", "length_m"]
FIELDS: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(OWN_FIELDS, ()), "length_km": ("km",)}


@transaction.atomic
def roads_import(table: Table, options: ImportOptions) -> Report:
    """Store the road links of a file; with `is_replacing`, in place of all others of the same classes.

    The length is the file's (`length_m` or `length_km`), or that of the drawn path on the spheroid.
    """
    intake = Intake(table, options, fields=FIELDS, required=["road_class"])
    given = set(intake.mapper.given & (set(OWN_FIELDS) | set(PROVENANCE_FIELDS))) - {"length_m"}
    parser, once = intake.parser(RoadLink, given), Once("path")
    length = RowParser(RoadLink, ["length_m"])

    def make(candidate: Candidate) -> RoadLink:
        values = parser.parse(candidate.cells)
        path = line_checked(candidate.geometry, field="path")
        once.check(_undirected(path, values), candidate)
        values["length_m"] = _length_m(candidate, path, length)
        values.setdefault("is_ferry", values["road_class"] == RoadClass.FERRY)
        return RoadLink(path=to_geos(path), **values)

    links = intake.rows(make)
    written = (road_links_replace if options.is_replacing and links else road_links_create)(links)
    intake.report.created = written.created
    intake.report.removed = {"RoadLink": written.removed} if written.removed else {}
    transaction.set_rollback(options.is_dry_run)
    return intake.report


def _undirected(path: shapely.MultiLineString, values: Mapping[str, Any]) -> bytes:
    """Return what two links have in common that lie on each other; a one-way link keeps its direction."""
    one_way = values.get("is_one_way", False)
    shape = path if one_way else shapely.normalize(path)
    return bytes(shapely.to_wkb(shape)) + str(one_way).encode()


def _length_m(candidate: Candidate, path: shapely.MultiLineString, parser: RowParser[RoadLink]) -> float:
    drawn_m = geodesic_length_m(path)
    stated = candidate.cells.get("length_m")
    if stated is None and candidate.cells.get("length_km") is not None:
        stated_km = parser.parse({"length_m": candidate.cells["length_km"]})["length_m"]
        stated = stated_km * M_PER_KM
    if stated is None:
        return drawn_m
    length_m = float(parser.parse({"length_m": stated})["length_m"])
    if length_m < drawn_m * (1 - conf.ROAD_SHORTER_THAN_PATH_TOLERANCE):
        limit = _("at least the length of the drawn path, %(m).0f m") % {"m": drawn_m}
        raise ValueRefusedError(
            "length_m", f"{length_m:.0f}", limit=limit, fix=_("Check its unit: metres, or --map length_km=…")
        )
    return length_m
