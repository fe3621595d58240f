"""The addresses of the API."""

from django.urls import include, path, re_path

from gisapp.api import exports, prints, views

app_name = "api"

urlpatterns = [
    path("siting-runs", views.siting_runs, name="siting-runs"),
    path("siting-runs/<str:run_id>", views.siting_run, name="siting-run"),
    path("siting-runs/<str:run_id>/sites.geojson", views.siting_run_sites, name="siting-run-sites"),
    path("siting-runs/<str:run_id>/catchments.geojson", views.siting_run_catchments, name="siting-run-catchments"),
    path("siting-runs/<str:run_id>/why", views.siting_run_why, name="siting-run-why"),
    path("siting-runs/<str:run_id>/rasters/<str:kind>", views.siting_run_raster, name="siting-run-raster"),
    path("siting-runs/<str:run_id>/report", prints.run_report, name="siting-run-report"),
    path("prints", prints.prints, name="prints"),
    path("chain-plans", views.chain_plans, name="chain-plans"),
    path("chain-plans/<str:plan_id>", views.chain_plan, name="chain-plan"),
    path("chain-plans/<str:plan_id>/sites.geojson", views.chain_plan_sites, name="chain-plan-sites"),
    path("processes", views.processes, name="processes"),
    path("weight-presets", views.weight_presets, name="weight-presets"),
    path("nearby", views.nearby, name="nearby"),
    path("why-not", views.why_not, name="why-not"),
    path("potential/", include("gisapp.api.potential.urls")),
    path("exports", exports.offer, name="exports"),
    path("exports/jobs/<str:export_id>", exports.job, name="export-job"),
    path("exports/jobs/<str:export_id>/result", exports.result, name="export-result"),
    path("exports/<str:layers>", exports.export, name="export"),
    path("", include("gisapp.api.explore.urls")),
    path("", include("gisapp.api.features.urls")),
    path("", include("gisapp.api.imports.urls")),
    path("", include("gisapp.api.scenarios.urls")),
    path("openapi.json", views.openapi, name="openapi"),
    path("", views.nothing_here, name="root"),
    re_path(r"^.+$", views.nothing_here),
]
