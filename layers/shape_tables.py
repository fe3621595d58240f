"""Which table holds the display shapes of which layer, and how they are generalised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.contrib.gis.db import models
from django.utils.translation import gettext as _

from layers.errors import UnknownCodeError
from layers.models import (
    BANDS,
    FULL_BAND,
    District,
    DistrictShape,
    ExclusionZone,
    ExclusionZoneShape,
    Facility,
    FacilityShape,
    RoadLink,
    RoadLinkShape,
    SourceArea,
    SourceAreaGroup,
    SourceAreaShape,
    Subdistrict,
    SubdistrictShape,
)


class Generalisation(Enum):
    """How the shapes of a layer become simpler."""

    COVERAGE = "all together, so that neighbours go on sharing their edges"
    ROW = "each by itself; dropped where it is under half a pixel"
    NONE = "not at all: points"


@dataclass(frozen=True, slots=True)
class ShapeTable:
    """A layer, the column its geometry stands in, and the table of its display shapes.

    Attributes
    ----------
    drawn
        Columns of the shapes that decide how they are drawn, each with the SQL of its value over a row `o`.
    group_model
        Table of the groups of shapes of one look; None where the shapes are few.
    group_order
        Columns of the shapes, the least first, for which drawing groups gives the same picture.
    """

    model: type[models.Model]
    shape_model: type[models.Model]
    geometry_column: str
    generalisation: Generalisation
    drawn: Mapping[str, str] = field(default_factory=dict)
    group_model: type[models.Model] | None = None
    group_order: tuple[str, ...] = ()

    @property
    def bands(self) -> tuple[int, ...]:
        """Zoom bands that are stored, coarsest first."""
        return (FULL_BAND,) if self.generalisation is Generalisation.NONE else (*BANDS, FULL_BAND)


# Expressions over a row `o` alone; the triggers of migrations 0014 and 0021 keep the columns in step with the same.
_SOURCE_AREA_DRAWN = {
    "commodity": "(SELECT code FROM layers_commodity WHERE id = o.commodity_id)",
    "density_t_per_km2": "coalesce(o.annual_tonnes / nullif(ST_Area(ST_Transform(o.boundary, 6933)) / 1e6, 0), 0)",
}
_FACILITY_DRAWN = {
    "kind": "o.kind",
    "process": "coalesce((SELECT code FROM layers_process WHERE id = o.process_id), '')",
    "status": "o.status",
}

SHAPE_TABLES = {
    "districts": ShapeTable(District, DistrictShape, "boundary", Generalisation.COVERAGE),
    "subdistricts": ShapeTable(Subdistrict, SubdistrictShape, "boundary", Generalisation.COVERAGE),
    "source_areas": ShapeTable(
        SourceArea,
        SourceAreaShape,
        "boundary",
        Generalisation.ROW,
        drawn=_SOURCE_AREA_DRAWN,
        group_model=SourceAreaGroup,
        group_order=("density_t_per_km2",),
    ),
    "exclusion_zones": ShapeTable(ExclusionZone, ExclusionZoneShape, "boundary", Generalisation.ROW),
    "road_links": ShapeTable(RoadLink, RoadLinkShape, "path", Generalisation.ROW),
    "facilities": ShapeTable(Facility, FacilityShape, "location", Generalisation.NONE, drawn=_FACILITY_DRAWN),
}


def shape_table_of(model: type[models.Model]) -> ShapeTable:
    """Return the shape table of a model.

    Raises
    ------
    UnknownCodeError
        If the model is not drawn on the map.
    """
    for table in SHAPE_TABLES.values():
        if table.model is model:
            return table
    raise UnknownCodeError(
        _("drawn model"), model.__name__, known=[table.model.__name__ for table in SHAPE_TABLES.values()]
    )
