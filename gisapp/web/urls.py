"""Addresses of the planner's pages."""

from django.urls import path

from gisapp.web import views
from gisapp.web.export import views as export
from gisapp.web.profiles import views as profiles

app_name = "web"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("districts", profiles.districts, name="districts"),
    path("districts/<str:code>", profiles.district, name="district"),
    path("commodities", profiles.commodities, name="commodities"),
    path("commodities/<str:code>", profiles.commodity, name="commodity"),
    path("map/statistics/<slug:name>.json", profiles.statistic, name="statistic"),
    path("export", export.page, name="export"),
    path("export/file", export.file, name="export-file"),
    path("map/layers/<slug:name>.geojson", views.layer, name="layer"),
]
