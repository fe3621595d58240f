"""Suggested sites and their catchments: of all runs as features, and a layer of its own for each of the newest runs."""

from dataclasses import replace

from django.utils.dateformat import format as format_date
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gisapp import conf
from gisapp.ogc.catalog import FeatureSource, GeometryType, Group, PublishedLayer
from gisapp.ogc.commodity_layers import name_of
from gisapp.ogc.district_statistics import DISTRICT, own
from gisapp.ogc.properties import Text, properties_of
from layers.models import RunStatus, SitingRun, SuggestedSite

_EXPRESSIONS = {
    "run": "r.id::text",
    "process": "p.code",
    "process_name_id": "p.name_id",
    "process_name_en": "p.name_en",
    **own("rank", "is_reserve", "score", "capacity_t_per_year", "reachable_t_per_year", "supply_t_per_year"),
    **own("utilisation", "mean_minutes", "catchment_minutes"),
    **DISTRICT,
}
_JOINS = (
    " LEFT JOIN layers_sitingrun AS r ON r.id = o.run_id LEFT JOIN layers_process AS p ON p.id = r.process_id"
    " LEFT JOIN layers_district AS d ON d.id = o.district_id"
)


def run_layer_list() -> tuple[PublishedLayer, ...]:
    """Return the layers of all runs together and of each of the newest; one query."""
    runs = (
        SitingRun.objects.filter(status=RunStatus.SUGGESTED)
        .select_related("process")
        .order_by("-created_at")[: conf.RUNS_PUBLISHED]
    )
    return (*_OF_ALL_RUNS, *(layer for run in runs for layer in layers_of_run(run)))


def _source(geometry: str, geometry_type: GeometryType, *, condition: str = "") -> FeatureSource:
    return FeatureSource(
        model=SuggestedSite,
        geometry=geometry,
        geometry_type=geometry_type,
        properties=properties_of(SuggestedSite, _EXPRESSIONS),
        joins=_JOINS,
        condition=condition,
        joined_tables=("layers_process", "layers_district"),
    )


_OF_ALL_RUNS = (
    PublishedLayer(
        name="suggested-sites",
        title=_("Suggested sites of all runs"),
        abstract=_("Sites that calculations suggested, with score, size and supply; `run` tells them apart."),
        keywords=(_("site"), _("suggestion")),
        group=Group.SUGGESTIONS,
        source=_source("o.location", GeometryType.POINT),
        styles=(),
    ),
    PublishedLayer(
        name="catchments",
        title=_("Catchments of all runs"),
        abstract=_("The areas from which suggested sites draw; `run` tells them apart."),
        keywords=(_("catchment"), _("suggestion")),
        group=Group.SUGGESTIONS,
        source=_source("o.catchment", GeometryType.MULTI_POLYGON, condition="o.catchment IS NOT NULL"),
        styles=(),
    ),
)
_OF_ONE_RUN = (
    ("sites", "suggested-sites", _("Suggested sites: {process}, {date}")),
    ("catchments", "catchments", _("Catchments: {process}, {date}")),
)


def layers_of_run(run: SitingRun) -> list[PublishedLayer]:
    """Return the layers of one run: those of all runs, limited to it."""
    return [
        replace(
            layer,
            name=f"{stem}-{run.pk}",
            title=format_lazy(title, process=name_of(run.process), date=date_of(run)),
            source=replace(layer.source, fixed=(("run", str(run.pk)),)),
            styles=(style,),
        )
        for layer, (stem, style, title) in zip(_OF_ALL_RUNS, _OF_ONE_RUN, strict=True)
    ]


def date_of(run: SitingRun) -> Text:
    """Return when a run was asked for, in the language of whoever reads it."""
    date: Text = lazy(lambda: format_date(localtime(run.created_at), "j F Y H:i"), str)()
    return date
