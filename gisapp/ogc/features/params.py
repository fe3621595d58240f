"""Requests for features become frozen dataclasses here; nothing beyond sees an HttpRequest."""

from collections.abc import Mapping

from django.http import HttpRequest

from gisapp import conf
from gisapp.ogc.catalog import FeatureSource
from gisapp.ogc.crs import CRS84, Crs, crs_parse
from gisapp.ogc.errors import InvalidParameterError, NotFoundError
from gisapp.ogc.features.boxes import box_parse
from gisapp.ogc.features.contribution import SHARED_PARAMETERS
from gisapp.ogc.features.cql2.reading import filter_read
from gisapp.ogc.features.cursors import cursor_parse
from gisapp.ogc.features.formats import CSV, FLATGEOBUF, ITEM_FORMATS, ITEMS_FORMATS
from gisapp.ogc.features.intervals import interval_parse
from gisapp.ogc.features.requests import Filter, ItemsRequest, Selection, SortKey
from gisapp.ogc.features.schemas import ID
from gisapp.ogc.root.formats import HTML, Format, format_chosen
from gisapp.ogc.root.query import query_of

_SIGNS = {"+": False, " ": False, "-": True}
_WORDS = {"true": True, "false": False}
_MOST_DIGITS = 18
DEFAULT_LANGUAGE = "cql2-text"


def items_request(request: HttpRequest, source: FeatureSource) -> ItemsRequest:
    """Read a request for features.

    Raises
    ------
    InvalidParameterError
        At the first parameter that is unknown or has a value that it may not have.
    NotAcceptableError
        If the client accepts no format that is served.
    """
    names = [ID, *(one.name for one in source.properties)]
    query = query_of(request, known=(*SHARED_PARAMETERS, *names))
    chosen = format_chosen(request, query.get("f"), ITEMS_FORMATS)
    cursor = query.get("cursor")
    return ItemsRequest(
        format=chosen,
        selection=_selection(query, names),
        crs=_crs(query, "crs"),
        limit=_limit(query, chosen),
        sort=_sort(query),
        properties=_properties(query, source),
        has_geometry=not _flag(query, "skipGeometry"),
        cursor=None if cursor is None else cursor_parse(cursor),
    )


def item_request(request: HttpRequest) -> tuple[Format, Crs]:
    """Read a request for one feature.

    Raises
    ------
    InvalidParameterError
        At the first parameter that is unknown or has a value that it may not have.
    NotAcceptableError
        If the client accepts no format that is served.
    """
    query = query_of(request, known=("f", "crs"))
    return format_chosen(request, query.get("f"), ITEM_FORMATS), _crs(query, "crs")


def feature_id(text: str) -> int:
    """Read the id of a feature.

    Raises
    ------
    NotFoundError
        If it is no id at all: no feature has it.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise NotFoundError(f"there is no feature {text[:80]!r}")
    return int(text)


def _selection(query: Mapping[str, str], names: list[str]) -> Selection:
    box_crs = _crs(query, "bbox-crs")
    return Selection(
        box=box_parse(query["bbox"], box_crs) if "bbox" in query else None,
        interval=interval_parse(query["datetime"]) if "datetime" in query else None,
        equal=tuple((name, query[name]) for name in names if name in query and name not in SHARED_PARAMETERS),
        filter=_filter(query),
    )


def _filter(query: Mapping[str, str]) -> Filter | None:
    crs = _crs(query, "filter-crs")
    language = query.get("filter-lang", DEFAULT_LANGUAGE)
    if "filter" not in query:
        if language != DEFAULT_LANGUAGE:
            filter_read("true", language)
        return None
    return Filter(expression=filter_read(query["filter"], language), crs=crs)


def _crs(query: Mapping[str, str], name: str) -> Crs:
    return crs_parse(query[name], locator=name) if name in query else CRS84


def _limit(query: Mapping[str, str], chosen: Format) -> int | None:
    """Return the limit; more than the most is the most, as the standard has it."""
    text = query.get("limit")
    most = conf.LISTED_FEATURES_LIMIT if chosen is HTML else int(conf.FEATURES_LIMIT.high)
    if text is None:
        if chosen in (CSV, FLATGEOBUF):
            return None
        return conf.DEFAULT_LISTED_FEATURES if chosen is HTML else conf.DEFAULT_FEATURES_LIMIT
    low = int(conf.FEATURES_LIMIT.low)
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS and int(text) >= low):
        raise InvalidParameterError(f"limit={text[:80]!r}: give a whole number from {low} to {most}", locator="limit")
    return min(int(text), most)


def _sort(query: Mapping[str, str]) -> tuple[SortKey, ...]:
    if "sortby" not in query:
        return ()
    parts = query["sortby"].split(",")
    keys = [
        SortKey(part[1:], _SIGNS[part[0]]) if part[:1] in _SIGNS else SortKey(part, is_descending=False)
        for part in parts
    ]
    if len(keys) > conf.SORT_KEYS_LIMIT or len({key.name for key in keys}) < len(keys):
        raise InvalidParameterError(
            f"sortby={query['sortby'][:80]!r}: give at most {conf.SORT_KEYS_LIMIT} properties, each once",
            locator="sortby",
        )
    return tuple(keys)


def _properties(query: Mapping[str, str], source: FeatureSource) -> tuple[str, ...] | None:
    if "properties" not in query:
        return None
    names = tuple(name for name in query["properties"].split(",") if name)
    unknown = next((name for name in names if source.property(name) is None), None)
    if unknown is not None:
        known = ", ".join(one.name for one in source.properties)
        raise InvalidParameterError(
            f"the layer has no property {unknown[:80]!r}; known are {known}", locator="properties"
        )
    return names


def _flag(query: Mapping[str, str], name: str) -> bool:
    text = query.get(name, "false")
    if text not in _WORDS:
        raise InvalidParameterError(f"{name}={text[:80]!r}: give true or false", locator=name)
    return _WORDS[text]
