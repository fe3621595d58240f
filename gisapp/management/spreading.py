"""What the commands that spread statistics over the land share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from gisapp.exchange.land_cover import class_weights_read, land_cover_read, stored_land_cover_read
from gisapp.exchange.options import srid_parse
from gisapp.planning.disaggregation import Disaggregation
from layers.models import District

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def add_land_cover_arguments(parser: CommandParser) -> None:
    """Declare where the land cover and the weights of its classes come from."""
    parser.add_argument(
        "--land-cover",
        type=Path,
        default=FIXTURES / "land_cover.csv",
        help="GeoTIFF of IGBP classes, or CSV of shares by subdistrict (default: fixtures/land_cover.csv)",
    )
    parser.add_argument("--stored-land-cover", action="store_true", help="use the stored land-cover raster instead")
    parser.add_argument("--land-cover-crs", help="EPSG:n of the GeoTIFF, instead of what it states")
    parser.add_argument("--weights", type=Path, default=FIXTURES / "dasymetric_weights.csv")


def disaggregation_of(options: dict[str, Any], districts: Sequence[District]) -> Disaggregation:
    """Return what spreads statistics over districts by the options of a command.

    Raises
    ------
    ExchangeError, PlanningError
        If the land cover or the weights cannot be read.
    """
    srid = srid_parse(options["land_cover_crs"]) if options["land_cover_crs"] else None
    if options["stored_land_cover"]:
        land_cover = stored_land_cover_read(districts=districts, srid=srid)
    else:
        land_cover = land_cover_read(options["land_cover"], districts=districts, srid=srid)
    return Disaggregation(
        districts,
        land_cover=land_cover,
        class_weights=class_weights_read(options["weights"]),
        metric_srid=settings.METRIC_SRID,
    )
