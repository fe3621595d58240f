"""Display geometry: EPSG:3857 shapes per zoom band, kept in step with their rows.

Band `b` serves zoom levels up to `b`; the finest band (`FULL_BAND`) is the full geometry. Shapes of a
band are simplified to about half a pixel at that zoom; districts and subdistricts as one coverage, so
that shared edges stay shared. Maps and tiles read only these tables.

Where a layer is large its shapes also carry what decides how they are drawn, so that drawing joins nothing, and
those of one look that do not overlap are grouped into one geometry: a picture of the whole province then reads some
thousand geometries instead of all. Groups are a copy for speed: a tile that `UngroupedTile` names is drawn
shape by shape, so no picture ever shows an outdated group.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.district import District, Subdistrict
from layers.models.exclusion_zone import ExclusionZone
from layers.models.road_link import RoadLink
from layers.models.source_area import SourceArea

BANDS = (7, 8, 9, 10, 11, 12, 13)
FULL_BAND = 24
# From the last band on, a picture holds few enough shapes to read them one by one.
GROUPED_BANDS = BANDS[:-1]


class GeneralisedShape(models.Model):
    """One row's geometry for one zoom band."""

    band = models.PositiveSmallIntegerField(_("zoom band"))
    extent_m = models.FloatField(_("longer side, EPSG:3857 m"), default=0.0)

    class Meta:
        abstract = True


class DistrictShape(GeneralisedShape):
    """Display geometry of a district."""

    owner = models.ForeignKey(District, on_delete=models.CASCADE, related_name="shapes")
    shape = models.MultiPolygonField(srid=3857, spatial_index=False)

    class Meta:
        indexes = [GistIndex(fields=["shape"], name="districtshape_gist")]
        constraints = [models.UniqueConstraint(fields=["band", "owner"], name="districtshape_once")]


class SubdistrictShape(GeneralisedShape):
    """Display geometry of a subdistrict."""

    owner = models.ForeignKey(Subdistrict, on_delete=models.CASCADE, related_name="shapes")
    shape = models.MultiPolygonField(srid=3857, spatial_index=False)

    class Meta:
        indexes = [GistIndex(fields=["shape"], name="subdistrictshape_gist")]
        constraints = [models.UniqueConstraint(fields=["band", "owner"], name="subdistrictshape_once")]


class SourceAreaShape(GeneralisedShape):
    """Display geometry of a source area; `tile` is that of its middle (zoom level: its band), x times 2^zoom plus y."""

    # The index of the constraint begins with the owner.
    owner = models.ForeignKey(SourceArea, on_delete=models.CASCADE, related_name="shapes", db_index=False)
    shape = models.MultiPolygonField(srid=3857, spatial_index=False)
    commodity = models.CharField(_("commodity"), max_length=60, default="")
    density_t_per_km2 = models.FloatField(_("supply, t/km2/yr"), default=0.0)
    tile = models.BigIntegerField(_("tile"), default=0)

    class Meta:
        indexes = [
            *(
                GistIndex(fields=["shape"], condition=models.Q(band=band), name=f"sourceareashape_gist_{band}")
                for band in (*BANDS, FULL_BAND)
            ),
            # The band comes last: were it first, the database would look up all shapes of a band to find few.
            models.Index(fields=["tile", "band"], name="sourceareashape_tile"),
        ]
        constraints = [models.UniqueConstraint(fields=["owner", "band"], name="sourceareashape_once")]


class SourceAreaGroup(models.Model):
    """Source areas of one commodity and one tile that do not overlap; those of a higher level lie on top."""

    band = models.PositiveSmallIntegerField(_("zoom band"))
    tile = models.BigIntegerField(_("tile"))
    level = models.PositiveIntegerField(_("level"))
    commodity = models.CharField(_("commodity"), max_length=60)
    shape = models.MultiPolygonField(srid=3857, spatial_index=False)

    class Meta:
        indexes = [
            *(
                GistIndex(fields=["shape"], condition=models.Q(band=band), name=f"sourceareagroup_gist_{band}")
                for band in GROUPED_BANDS
            ),
            models.Index(fields=["tile", "band"], name="sourceareagroup_tile"),
        ]


class UngroupedTile(models.Model):
    """A tile whose source areas have changed since they were grouped; a database trigger adds it."""

    band = models.PositiveSmallIntegerField(_("zoom band"))
    tile = models.BigIntegerField(_("tile"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["band", "tile"], name="ungroupedtile_once")]


class ExclusionZoneShape(GeneralisedShape):
    """Display geometry of an exclusion zone."""

    owner = models.ForeignKey(ExclusionZone, on_delete=models.CASCADE, related_name="shapes")
    shape = models.MultiPolygonField(srid=3857, spatial_index=False)

    class Meta:
        indexes = [GistIndex(fields=["shape"], name="exclusionzoneshape_gist")]
        constraints = [models.UniqueConstraint(fields=["band", "owner"], name="exclusionzoneshape_once")]


class RoadLinkShape(GeneralisedShape):
    """Display geometry of a road link."""

    owner = models.ForeignKey(RoadLink, on_delete=models.CASCADE, related_name="shapes")
    shape = models.MultiLineStringField(srid=3857, spatial_index=False)

    class Meta:
        indexes = [GistIndex(fields=["shape"], name="roadlinkshape_gist")]
        constraints = [models.UniqueConstraint(fields=["band", "owner"], name="roadlinkshape_once")]


class FacilityShape(GeneralisedShape):
    """Display geometry of a facility: one full-band point."""

    owner = models.ForeignKey("layers.Facility", on_delete=models.CASCADE, related_name="shapes")
    shape = models.PointField(srid=3857, spatial_index=False)
    kind = models.CharField(_("kind"), max_length=20, default="")
    process = models.CharField(_("process"), max_length=60, default="")
    status = models.CharField(_("status"), max_length=10, default="")

    class Meta:
        indexes = [GistIndex(fields=["shape"], name="facilityshape_gist")]
        constraints = [models.UniqueConstraint(fields=["band", "owner"], name="facilityshape_once")]


class LayerVersion(models.Model):
    """A counter per table, raised by a database trigger on every write; caches key on it."""

    table = models.CharField(max_length=60, primary_key=True)
    version = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.table} {self.version}"
