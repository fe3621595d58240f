"""Look at a file: its layers, their fields with samples, where they lie, and what can be guessed of them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.column_guess import CoordinateGuess, coordinate_guesses, places_of
from gisapp.exchange.crs_guess import CrsGuess, Extents, crs_guess
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.field_look import FieldLook, field_look
from gisapp.exchange.formats.base import Layer, Note, Place
from gisapp.exchange.formats.geotiff import GeoTiff, RasterLook, raster_look
from gisapp.exchange.formats.opening import Opened, opened
from gisapp.exchange.stated_crs import stated_crs
from gisapp.exchange.table import flattened
from gisapp.geo.bbox import Bbox
from layers.selectors.districts import district_list

_SEVERAL_TYPES = "geometry"
# Along each side of a raster, to judge where it lies.
_PLACES = 21


@dataclass(frozen=True, slots=True)
class LayerLook:
    """A layer.

    Attributes
    ----------
    geometry_type
        One word of simple features, ``geometry`` where rows have several, empty where they have none.
    bbox
        West, south, east, north, in the units of the file; None where there is no geometry.
    coordinates
        Columns that may hold coordinates, the likeliest first.
    is_swapped
        Whether the geometry, or the likeliest columns, have x and y the wrong way round.
    raster
        What a GeoTIFF says of itself; None for rows.
    """

    name: str
    geometry_type: str
    count: int
    fields: tuple[FieldLook, ...]
    crs: CrsGuess
    bbox: tuple[float, float, float, float] | None = None
    coordinates: tuple[CoordinateGuess, ...] = ()
    is_swapped: bool = False
    notes: tuple[Note, ...] = ()
    raster: RasterLook | None = None


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file.

    Attributes
    ----------
    format
        What people call its format.
    """

    format: str
    layers: tuple[LayerLook, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the look as JSON takes it; `coordinates` are the likeliest columns, all are `coordinate_guesses`."""
        return {"format": self.format, "layers": [_layer_json(layer) for layer in self.layers]}


def _layer_json(layer: LayerLook) -> dict[str, Any]:
    likeliest = layer.coordinates[0].columns.as_json() if layer.coordinates else None
    return {**asdict(layer), "coordinates": likeliest, "coordinate_guesses": [asdict(one) for one in layer.coordinates]}


def file_look(path: Path) -> FileLook:
    """Look at a file; reads the extent of the stored districts, and nothing else of the database.

    Raises
    ------
    UnreadableFileError
        If it is of no known format, damaged, hostile or too large.
    """
    extents = extents_stored()
    with opened(path) as file:
        if isinstance(file.format, GeoTiff):
            return FileLook(file.format.title, (_raster(raster_look(file.path), file.name, extents),))
        names = file.format.layers(file.path)
        if len(names) > conf.MAX_IMPORT_LAYERS:
            message = _("%(path)s has %(count)d layers; the limit is %(limit)d: save those that are needed alone.")
            told = {"path": path.name, "count": len(names), "limit": conf.MAX_IMPORT_LAYERS}
            raise UnreadableFileError(message % told)
        if not names:
            raise UnreadableFileError(
                _("%(path)s has no layer with rows: check it at its source.") % {"path": path.name}
            )
        return FileLook(file.format.title, tuple(_layer(file, name, extents) for name in names))


def extents_stored() -> Extents:
    """Return where data is expected, by the stored districts."""
    box = district_list().aggregate(extent=Extent("boundary"))["extent"]
    return Extents(
        province=Bbox(*box) if box else None,
        country=Bbox(*conf.EXTENT_WITHOUT_DISTRICTS),
        metric_srid=settings.METRIC_SRID,
    )


def _layer(file: Opened, name: str, extents: Extents) -> LayerLook:
    layer = file.format.read(Place(file.path, name))
    fields = tuple(field_look(column, values) for column, values in layer.columns.items())
    stated = stated_crs(layer.crs)
    bounds = None
    if layer.geometry is not None and not shapely.is_missing(layer.geometry).all():
        crs = crs_guess(places_of(layer.geometry), stated=stated, extents=extents)
        west, south, east, north = map(float, shapely.total_bounds(layer.geometry))
        bounds = (west, south, east, north)
        guesses: tuple[CoordinateGuess, ...] = ()
        is_swapped = crs.is_swapped
    else:
        guesses = coordinate_guesses(layer.columns, extents=extents)
        crs = guesses[0].crs if guesses else CrsGuess(None, (_("It has no geometry."),))
        is_swapped = bool(guesses) and guesses[0].crs.is_swapped
    return LayerLook(
        name=name or file.name,
        geometry_type=_geometry_type(layer),
        count=len(layer.rows),
        fields=fields,
        crs=crs,
        bbox=None if bounds is None or not np.isfinite(bounds).all() else bounds,
        coordinates=guesses,
        is_swapped=is_swapped,
        notes=layer.notes + (() if layer.geometry is None else flattened(layer.geometry)[1]),
    )


def _geometry_type(layer: Layer) -> str:
    if layer.geometry is None:
        return ""
    present = layer.geometry[~shapely.is_missing(layer.geometry)]
    _ids, first = np.unique(shapely.get_type_id(present), return_index=True)
    types = {one.geom_type for one in present[first]}
    if len(types) > 1:
        # A file of single and multiple shapes of one kind is one of multiple ones.
        types = {one if one.startswith("Multi") else f"Multi{one}" for one in types}
    return "" if not types else types.pop() if len(types) == 1 else _SEVERAL_TYPES


def _raster(look: RasterLook, name: str, extents: Extents) -> LayerLook:
    west, south, east, north = look.bounds
    places = np.stack(np.meshgrid(np.linspace(west, east, _PLACES), np.linspace(south, north, _PLACES)), axis=-1)
    if not look.is_placed:
        crs = CrsGuess(None, (_("It does not say where it lies: give a file with a geotransform."),))
    else:
        crs = crs_guess(places.reshape(-1, 2), stated=stated_crs(look.crs), extents=extents)
    return LayerLook(
        name=name,
        geometry_type="",
        count=look.width * look.height,
        fields=(),
        crs=crs,
        bbox=look.bounds if look.is_placed else None,
        raster=look,
    )
