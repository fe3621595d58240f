"""The sheet of a run: its sites and catchments upon the suitability of the land."""

import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gisapp.exchange.printing.errors import NothingToPrintError
from gisapp.exchange.printing.places import place_text
from gisapp.exchange.printing.request import PrintRequest
from gisapp.exchange.printing.subjects import SiteRow, Subject, WeightShown, sources_of, views_of, widened
from gisapp.geo.bbox import Bbox
from gisapp.ogc.commodity_layers import layer_name
from gisapp.ogc.layers import raster_find
from gisapp.ogc.map_layers import MapLayer, map_layer_find, map_version_of
from gisapp.ogc.render.request import LayerView
from gisapp.ogc.run_layers import layers_of_run
from gisapp.ogc.versions import Versions, table_versions
from gisapp.planning.errors import ParameterError
from gisapp.planning.feeds import OUTPUT_ROLES
from gisapp.planning.numbers import minutes, number, per_year, share
from gisapp.planning.presentation import run_document, sites_geojson
from gisapp.planning.texts import criterion_label
from gisapp.symbology.tokens import score_part_colours
from layers.models import Process, RunStatus, SitingRun

Json = dict[str, Any]
_HASH_LETTERS = 8
_NUMBER_LETTERS = 8


def run_get(run_id: uuid.UUID) -> SitingRun | None:
    """Return a run with what its sheet and its report tell of, None where there is none."""
    return SitingRun.objects.select_related("process__feed").filter(pk=run_id).first()


def run_find(run_id: uuid.UUID) -> SitingRun:
    """Return the run that a request names.

    Raises
    ------
    ParameterError
        If there is none.
    """
    run = run_get(run_id)
    if run is None:
        raise ParameterError(name="run", value=str(run_id), allowed=_("the number of a run that is stored"))
    return run


def run_subject(run: SitingRun, request: PrintRequest) -> Subject:
    """Return the sheet of a run.

    Raises
    ------
    NothingToPrintError
        If the run suggested no sites.
    """
    document, features = run_document(run), sites_geojson(run)["features"]
    if run.status != RunStatus.SUGGESTED or not features:
        message = _("The run %(id)s suggests no site (%(status)s), so there is no map of it; print its report.")
        raise NothingToPrintError(message % {"id": run.pk, "status": document["status_label"]})
    sites = [feature["properties"] for feature in features]
    versions = table_versions()
    views = run_views(run, versions)
    return Subject(
        kind=_("Map sheet · suggested sites"),
        title=request.title or _title(document, sites),
        subtitle=_subtitle(document, sites),
        views=views,
        extent=request.bbox or _extent(run, features),
        sources=sources_of(views, versions),
        notes=(_("Suggestions are the result of a calculation, not a permit; check the spatial plan first."),),
        facts=_facts(document),
        weights=weights_shown(document),
        sites=tuple(_row(feature, unit=document["process"]["feed_unit"]) for feature in features),
        reference=_("calculation %(number)s · inputs %(hash)s")
        % {"number": str(run.pk)[:_NUMBER_LETTERS], "hash": run.input_hash[:_HASH_LETTERS]},
    )


def run_views(run: SitingRun, versions: Versions) -> tuple[LayerView, ...]:
    """Return the layers of the map of a run, the suitability among them where it is kept."""
    plants = [name for name in _plants(run) if map_layer_find(name, versions)]
    suitability = raster_find(f"suitability-{run.pk}", versions)
    sites, catchments = (_plain(layer, versions) for layer in layers_of_run(run))
    return (
        *views_of(("districts",), versions),
        *((_plain(suitability, versions),) if suitability and suitability.file.exists() else ()),
        *views_of(("exclusion-zones", "roads", "districts:districts-outline", *plants), versions),
        catchments,
        sites,
    )


def _plants(run: SitingRun) -> list[str]:
    """Return names of layers: plants of the same kind, and those whose products are the raw material."""
    before = Process.objects.filter(flows__commodity=run.process.feed, flows__role__in=OUTPUT_ROLES)
    codes = [*before.order_by("code").values_list("code", flat=True).distinct(), run.process.code]
    return [layer_name("facilities", code) for code in codes]


def weights_shown(document: Json) -> tuple[WeightShown, ...]:
    """Return the weights of a run in their order, brought to a sum of 1."""
    weights = document["parameters"]["weights"]
    total = sum(weights.values())
    return tuple(
        WeightShown(_with_capital(criterion_label(code)), shade, weights[code] / total)
        for code, shade in score_part_colours().items()
        if code in weights
    )


def _with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def place_name(site: Json) -> str:
    """Return subdistrict and district of a site."""
    return ", ".join(name for name in (site["subdistrict"], site["district"]) if name) or _("Not recorded")


def _plain(layer: MapLayer, versions: Versions) -> LayerView:
    return LayerView(layer, layer.styles[0], version=map_version_of(layer, versions))


def _title(document: Json, sites: list[Json]) -> str:
    plants = sum(not site["is_reserve"] for site in sites)
    text = ngettext("%(count)d site for %(process)s", "%(count)d sites for %(process)s", plants)
    return text % {"count": plants, "process": document["process"]["name"]}


def _subtitle(document: Json, sites: list[Json]) -> str:
    plants = [site for site in sites if not site["is_reserve"]] or sites
    taken = sum(site["supply_t_per_year"] for site in plants)
    capacity = sum(site["capacity_t_per_year"] for site in plants)
    drive = sum(site["mean_minutes"] * site["supply_t_per_year"] for site in plants) / taken if taken else 0.0
    text = _("Takes %(taken)s; mean travel time %(minutes)s; %(used)s of the capacity used.") % {
        "taken": per_year(taken, document["process"]["feed_unit"]),
        "minutes": minutes(drive),
        "used": share(taken / capacity, 0),
    }
    return f"{text} {document['quality']['text']}" if document["quality"] else text


def _facts(document: Json) -> tuple[tuple[str, str], ...]:
    summary = document["summary"]
    unit = document["process"]["feed_unit"]
    sizes = ", ".join(per_year(size, unit) for size in summary["sizes_per_year"])
    return (
        (_("Industry"), document["process"]["name"]),
        (_("Raw material"), f"{document['feed']['name']}, {per_year(summary['feed_supply_per_year'], unit)}"),
        (_("Sizes planned with"), sizes),
        (_("Travel-time limit"), minutes(summary["max_minutes"])),
        (_("Least utilisation"), share(summary["min_utilisation"], 0)),
    )


def _row(feature: Json, *, unit: str) -> SiteRow:
    site = feature["properties"]
    lon, lat = feature["geometry"]["coordinates"]
    colours = score_part_colours()
    role = f" ({_('reserve')})" if site["is_reserve"] else ""
    return SiteRow(
        rank=site["rank"],
        place=place_name(site) + role,
        cells=(
            place_text(lon, lat),
            per_year(site["supply_t_per_year"], unit),
            per_year(site["capacity_t_per_year"], unit),
            share(site["utilisation"], 0),
            number(site["mean_minutes"]),
            number(site["score"], 2),
        ),
        parts=tuple((colours[part["criterion"]], part["contribution"]) for part in site["parts"]),
    )


def _extent(run: SitingRun, features: list[Json]) -> Bbox:
    """Return what holds all sites and catchments."""
    boxes = [site.catchment.extent for site in run.sites.all() if site.catchment]
    boxes += [(*feature["geometry"]["coordinates"], *feature["geometry"]["coordinates"]) for feature in features]
    west, south, east, north = zip(*boxes, strict=True)
    return widened(Bbox(min(west), min(south), max(east), max(north)))
