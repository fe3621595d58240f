"""The tile matrix sets; thin: parse, operate, render."""

from django.http import HttpRequest, HttpResponse

from gisapp.ogc.access import public
from gisapp.ogc.problems import problem
from gisapp.ogc.root.answers import answer, root_address, to_json
from gisapp.ogc.root.formats import JSON, format_chosen
from gisapp.ogc.root.query import query_of
from gisapp.ogc.tiles.matrix_sets import matrix_set_document, matrix_sets_document
from gisapp.ogc.tiles.params import matrix_set_checked


@public(problem)
def matrix_sets(request: HttpRequest) -> HttpResponse:
    """List the tile matrix sets."""
    chosen = format_chosen(request, query_of(request, known=("f",)).get("f"), (JSON,))
    return answer(request, chosen, to_json(matrix_sets_document(root_address(request))))


@public(problem)
def matrix_set(request: HttpRequest, name: str) -> HttpResponse:
    """Define a tile matrix set."""
    chosen = format_chosen(request, query_of(request, known=("f",)).get("f"), (JSON,))
    matrix_set_checked(name)
    return answer(request, chosen, to_json(matrix_set_document(root_address(request))))
