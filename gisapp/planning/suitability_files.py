"""Suitability and legal reasons as cloud-optimized GeoTIFF, for any GIS to open."""

from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from gisapp.geo.cog import cog_write
from gisapp.planning.adapters import PlanningInput, planning_input_read
from gisapp.planning.errors import RasterError
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.prepared import prepared_for
from gisapp.planning.texts import rule_label
from gisapp.siting.suitability import SuitabilityMap, suitability_map


def suitability_of(parameters: SitingParameters) -> tuple[PlanningInput, SuitabilityMap]:
    """Read what is stored and map the suitability of every cell; nothing is stored.

    Raises
    ------
    PlanningError, SitingError
        As a siting run.
    """
    given = planning_input_read(parameters)
    return given, suitability_map(given.problem, prepared_for(given))


def suitability_write(path: Path, given: PlanningInput, found: SuitabilityMap) -> None:
    """Write the suitability, 0 to 1; NaN, the no-data value, where a plant is excluded and off the land.

    Raises
    ------
    RasterError
        If the file cannot be written.
    """
    _write(
        path,
        found.value,
        given=given,
        found=found,
        nodata=float("nan"),
        tags={"DESCRIPTION": "suitability, 0 to 1", "PROCESS": given.process.code},
    )


def exclusions_write(path: Path, given: PlanningInput, found: SuitabilityMap) -> None:
    """Write the legal reasons: bit k of a cell is set where reason k holds, and tag ``BIT_k`` names it.

    Raises
    ------
    RasterError
        If the file cannot be written.
    """
    tags = {
        f"BIT_{bit}": f"{reason.code}: {rule_label(f'outside_{reason.code}')}; {reason.legal_basis or '-'}"
        f" ({reason.effect.value})"
        for bit, reason in enumerate(found.mask.reasons)
    }
    _write(path, found.mask.bits, given=given, found=found, nodata=None, tags=tags)


def _write(
    path: Path,
    band: "np.typing.NDArray[np.generic]",
    *,
    given: PlanningInput,
    found: SuitabilityMap,
    nodata: float | None,
    tags: dict[str, str],
) -> None:
    try:
        cog_write(
            path,
            band,
            transform=found.mask.grid.transform,
            srid=given.problem.study_area.srid,
            nodata=nodata,
            overview_resampling="average" if nodata is not None else "nearest",
            tags=tags,
        )
    except OSError as error:
        message = _("%(path)s cannot be written (%(error)s): give a file in a folder that exists.")
        raise RasterError(message % {"path": path, "error": error.strerror or error}) from error
