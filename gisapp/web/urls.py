"""Addresses of the planner's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from gisapp.web import views
from gisapp.web.accounts import SignIn
from gisapp.web.edit import views as edit
from gisapp.web.explore import views as explore
from gisapp.web.export import views as export
from gisapp.web.imports import views as imports
from gisapp.web.profiles import views as profiles
from gisapp.web.scenarios import views as scenarios

app_name = "web"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("districts", profiles.districts, name="districts"),
    path("districts/<str:code>", profiles.district, name="district"),
    path("commodities", profiles.commodities, name="commodities"),
    path("commodities/<str:code>", profiles.commodity, name="commodity"),
    path("map/statistics/<slug:name>.json", profiles.statistic, name="statistic"),
    path("scenarios", scenarios.scenarios, name="scenarios"),
    path("scenarios/compare", scenarios.compare, name="scenario-compare"),
    path("scenarios/<uuid:scenario_id>", scenarios.scenario, name="scenario"),
    path("export", export.page, name="export"),
    path("export/file", export.file, name="export-file"),
    path("edit", edit.page, name="edit"),
    path("import", imports.imports, name="imports"),
    path("import/new", imports.new, name="import-new"),
    path("import/<uuid:import_id>", imports.one, name="import"),
    path("import/<uuid:import_id>/<slug:name>", imports.step, name="import-step"),
    path("accounts/login", SignIn.as_view(), name="sign-in"),
    path("accounts/logout", LogoutView.as_view(), name="sign-out"),
    path("map/layers.json", explore.tree, name="layer-tree"),
    path("map/layers/<slug:name>.json", explore.layer, name="layer-facts"),
    path("map/layers/<slug:name>.geojson", views.layer, name="layer"),
]
