"""The page of addresses and the files for QGIS; thin: read, render."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gisapp.ogc.conditional import conditional
from gisapp.ogc.index_page.addresses import all_layers, group_list, service_list
from gisapp.ogc.index_page.qgis_files import definition_file, project_file
from gisapp.ogc.root.answers import page
from gisapp.ogc.versions import Versions, table_versions


@require_safe
@gzip_page
def services(request: HttpRequest) -> HttpResponse:
    """List all addresses."""
    host = _host(request)
    groups = group_list(host, table_versions())
    return page(
        request,
        "ogc/services.html",
        {"services": service_list(host), "groups": groups, "layer_count": sum(len(group.layers) for group in groups)},
    )


@require_safe
def project(request: HttpRequest) -> HttpResponse:
    """Give a QGIS project."""
    return _file(request, "hilir.qgz", "application/x-qgis-project", project_file)


@require_safe
def definition(request: HttpRequest) -> HttpResponse:
    """Give a QGIS layer definition, of all layers or of those that `layers` names."""
    names = tuple(filter(None, request.GET.get("layers", "").split(",")))
    by_name = {layer.name: layer for layer in all_layers(table_versions())}
    unknown = next((name for name in names if name not in by_name), "")
    if unknown:
        return HttpResponseNotFound(
            f"there is no layer {unknown[:80]!r}; {reverse('ogc:services')} lists all", content_type="text/plain"
        )
    only = tuple(by_name[name] for name in dict.fromkeys(names))
    return _file(
        request,
        "hilir.qlr",
        "application/x-qgis-layer-definition",
        partial(definition_file, only=only),
        names=names,
    )


def _file(
    request: HttpRequest,
    name: str,
    media_type: str,
    make: Callable[[str, Versions], bytes],
    *,
    names: tuple[str, ...] = (),
) -> HttpResponse:
    host, versions = _host(request), table_versions()
    response = conditional(
        request,
        rests_on=(name, names, host, get_language(), sorted(versions.items())),
        content_type=media_type,
        make=lambda: make(host, versions),
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_vary_headers(response, ("Accept-Language",))
    return response


def _host(request: HttpRequest) -> str:
    """Return scheme and host as the client sees them."""
    parts = urlsplit(request.build_absolute_uri("/"))
    return f"{parts.scheme}://{parts.netloc}"
