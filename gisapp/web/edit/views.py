"""The page; what it does goes by the API of features."""

from django.http import HttpRequest, HttpResponse

from gisapp.web.edit.contexts import edit_context
from gisapp.web.imports.views import staff_page
from gisapp.web.rendering import page_render


@staff_page
def page(request: HttpRequest) -> HttpResponse:
    """Show the map on which features are drawn."""
    return page_render(request, "web/edit/page.html", edit_context(request.GET.get("kind", "")))
