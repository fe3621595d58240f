"""A layer for the source areas of each commodity and one for the plants of each process that the data hold."""

from dataclasses import replace

from django.db.models import Exists, OuterRef
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gisapp.ogc.catalog import STORED_LAYERS, FixedValue, Group, PublishedLayer
from gisapp.ogc.properties import Text
from layers.models import Commodity, Facility, Process, SourceArea

_BY_NAME = {layer.name: layer for layer in STORED_LAYERS}


def commodity_layer_list() -> tuple[PublishedLayer, ...]:
    """Return a layer for each commodity that has source areas and for each process that has plants."""
    grown = SourceArea.objects.filter(commodity=OuterRef("pk"))
    commodities = Commodity.objects.filter(Exists(grown)).order_by("code")
    plants = Facility.objects.filter(process=OuterRef("pk"))
    processes = Process.objects.filter(Exists(plants)).order_by("chain", "stage", "code")
    return (
        *(_commodity_layer(commodity) for commodity in commodities),
        *(_process_layer(process) for process in processes),
    )


def layer_name(stem: str, code: str) -> str:
    """Return the name of a layer that shows what has a code, such as ``source-areas-oil-palm``."""
    return f"{stem}-{code.replace('_', '-')}"


def _commodity_layer(commodity: Commodity) -> PublishedLayer:
    name = name_of(commodity)
    return _limited(
        _BY_NAME["source-areas"],
        name=layer_name("source-areas", commodity.code),
        title=format_lazy(_("Source areas: {commodity}"), commodity=name),
        abstract=format_lazy(_("Where {commodity} comes from, with tonnes a year."), commodity=name),
        keyword=name,
        fixed=("commodity", commodity.code),
        styles=("source-areas-supply", "source-areas"),
    )


def _process_layer(process: Process) -> PublishedLayer:
    name = name_of(process)
    return _limited(
        _BY_NAME["facilities"],
        name=layer_name("facilities", process.code),
        title=format_lazy(_("Plants: {process}"), process=name),
        abstract=format_lazy(_("Plants of the kind “{process}”, standing and planned."), process=name),
        keyword=name,
        fixed=("process", process.code),
        styles=("facilities",),
    )


def _limited(
    layer: PublishedLayer,
    *,
    name: str,
    title: Text,
    abstract: Text,
    keyword: Text,
    fixed: tuple[str, FixedValue],
    styles: tuple[str, ...],
) -> PublishedLayer:
    """Return a layer that holds part of another."""
    return replace(
        layer,
        name=name,
        title=title,
        abstract=abstract,
        keywords=(*layer.keywords, keyword),
        group=Group(layer.group),
        source=replace(layer.source, fixed=(*layer.source.fixed, fixed)),
        styles=styles,
    )


def name_of(row: Commodity | Process) -> Text:
    """Return a row's name in the language of whoever reads it, not of whoever asked first."""
    name: Text = lazy(lambda: row.name, str)()
    return name
