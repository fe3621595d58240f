"""The page of addresses and the files for QGIS."""

from django.urls import path

from gisapp.ogc.index_page import views

urlpatterns = [
    path("services", views.services, name="services"),
    path("services/hilir.qgz", views.project, name="qgis-project"),
    path("services/hilir.qlr", views.definition, name="qgis-definition"),
]
