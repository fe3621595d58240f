"""Addresses that the OGC APIs share."""

from django.urls import path

from gisapp.ogc.root import views

urlpatterns = [
    path("ogc", views.landing_page, name="landing"),
    path("ogc/", views.landing_page),
    path("ogc/conformance", views.conformance, name="conformance"),
    path("ogc/api", views.api, name="api"),
    path("ogc/collections", views.collection_list, name="collections"),
    path("ogc/collections/<str:name>", views.collection, name="collection"),
]
