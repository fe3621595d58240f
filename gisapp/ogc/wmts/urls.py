"""Addresses of WMTS."""

from django.urls import path

from gisapp.ogc.wmts import views

_PLACE = "<str:tilematrixset>/<str:tilematrix>/<str:tilerow>"
_STEMS = (f"wmts/1.0.0/<str:layer>/<str:style>/{_PLACE}", f"wmts/1.0.0/<str:layer>/<str:style>/<str:time>/{_PLACE}")

urlpatterns = [
    path("wmts", views.wmts, name="wmts"),
    path("wmts/1.0.0/WMTSCapabilities.xml", views.rest_capabilities, name="wmts-capabilities"),
    *(path(f"{stem}/<str:tilecol>.<str:extension>", views.rest_tile) for stem in _STEMS),
    *(path(f"{stem}/<str:tilecol>/<str:j>/<str:i>.<str:extension>", views.rest_feature_info) for stem in _STEMS),
]
