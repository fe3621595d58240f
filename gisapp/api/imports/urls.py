"""The addresses of this part of the API."""

from django.urls import path

from gisapp.api.imports import views

urlpatterns = [
    path("imports", views.imports, name="imports"),
    path("imports/<str:import_id>", views.one_import, name="import"),
    path("imports/<str:import_id>/look", views.look, name="import-look"),
    path("imports/<str:import_id>/check", views.check, name="import-check"),
    path("imports/<str:import_id>/commit", views.commit, name="import-commit"),
    path("imports/<str:import_id>/undo", views.undo, name="import-undo"),
    path("imports/<str:import_id>/cancel", views.cancel, name="import-cancel"),
    path("imports/<str:import_id>/findings", views.findings, name="import-findings"),
    path("imports/<str:import_id>/rejected", views.rejected, name="import-rejected"),
    path("imports/<str:import_id>/preview", views.preview, name="import-preview"),
    path("import-kinds", views.kinds, name="import-kinds"),
    path("import-kinds/<str:kind>/sample", views.sample, name="import-sample"),
]
