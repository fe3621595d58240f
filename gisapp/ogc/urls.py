"""The addresses of the protocols."""

from django.urls import include, path, re_path

from gisapp.ogc.root.views import nothing_here

app_name = "ogc"

urlpatterns = [
    path("", include("gisapp.ogc.wms.urls")),
    path("", include("gisapp.ogc.wmts.urls")),
    path("", include("gisapp.ogc.root.urls")),
    path("", include("gisapp.ogc.features.urls")),
    path("", include("gisapp.ogc.tiles.urls")),
    path("", include("gisapp.ogc.styles.urls")),
    path("", include("gisapp.ogc.wfs.urls")),
    path("", include("gisapp.ogc.processes.urls")),
    path("", include("gisapp.ogc.index_page.urls")),
    # Whatever no room knows of.
    re_path("^ogc/.*$", nothing_here),
]
