"""Thin views: parse, operate, render."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from gisapp.api.errors import NotFoundError, endpoint
from gisapp.api.potential.params import Request, request_read
from gisapp.api.potential.render import rendered
from gisapp.planning.potentials.chains import chain_document, chains_document
from gisapp.planning.potentials.district import district_document
from gisapp.planning.potentials.diversification import diversification_document, diversification_question
from gisapp.planning.potentials.flat import (
    chain_rows,
    district_rows,
    district_sheets,
    index_rows,
    unprocessed_rows,
)
from gisapp.planning.potentials.indices import indices_document
from gisapp.planning.potentials.linkages import linkages_document
from gisapp.planning.potentials.production import production_document, production_question
from gisapp.planning.potentials.questions import index_question, table_question, text
from gisapp.planning.potentials.unprocessed import unprocessed_document, unprocessed_question
from layers.errors import UnknownCodeError

Json = dict[str, Any]


@endpoint("GET")
def indices(request: HttpRequest) -> HttpResponse:
    """Answer for one index."""
    asked = request_read(request, Request.INDICES)
    return rendered(indices_document(index_question(asked.given)), asked, rows_of=index_rows)


@endpoint("GET")
def district(request: HttpRequest, code: str) -> HttpResponse:
    """Describe one district."""
    asked = request_read(request, Request.DISTRICT)
    question = table_question(asked.given)
    document = _found(lambda: district_document(code, question))
    asked = replace(asked, file_stem=f"{asked.file_stem}-{document['region']}")
    return rendered(document, asked, rows_of=district_rows, sheets_of=district_sheets)


@endpoint("GET")
def unprocessed(request: HttpRequest) -> HttpResponse:
    """Tell which raw material no recorded plant takes."""
    asked = request_read(request, Request.UNPROCESSED)
    return rendered(unprocessed_document(unprocessed_question(asked.given)), asked, rows_of=unprocessed_rows)


@endpoint("GET")
def diversification(request: HttpRequest) -> HttpResponse:
    """Rank districts for each kind of plant."""
    asked = request_read(request, Request.DIVERSIFICATION)
    return rendered(diversification_document(diversification_question(asked.given)), asked, rows_of=index_rows)


@endpoint("GET")
def production(request: HttpRequest) -> HttpResponse:
    """Rank districts by what they produce of a commodity."""
    asked = request_read(request, Request.PRODUCTION)
    return rendered(production_document(production_question(asked.given)), asked, rows_of=index_rows)


@endpoint("GET")
def chains(request: HttpRequest) -> HttpResponse:
    """List the chains."""
    asked = request_read(request, Request.CHAINS)
    return rendered(chains_document(), asked, rows_of=lambda document: list(document["chains"]))


@endpoint("GET")
def chain(request: HttpRequest, chain: str) -> HttpResponse:
    """Describe one chain and its gaps."""
    asked = request_read(request, Request.CHAIN)
    wanted = text(asked.given, "district")
    return rendered(_found(lambda: chain_document(chain, district=wanted)), asked, rows_of=chain_rows)


@endpoint("GET")
def linkages(request: HttpRequest) -> HttpResponse:
    """List how strongly industries pull and push each other."""
    asked = request_read(request, Request.LINKAGES)
    return rendered(linkages_document(), asked, rows_of=index_rows)


def _found(operate: Callable[[], Json]) -> Json:
    """Answer; what an address names and nobody knows is not found."""
    try:
        return operate()
    except UnknownCodeError as error:
        raise NotFoundError(str(error)) from error
