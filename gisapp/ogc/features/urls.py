"""Addresses of features and of the schemas that tell of them."""

from django.urls import path

from gisapp.ogc.features import views

_COLLECTION = "ogc/collections/<str:name>"

urlpatterns = [
    path(f"{_COLLECTION}/items", views.items, name="items"),
    path(f"{_COLLECTION}/items/<str:number>", views.item, name="item"),
    path(f"{_COLLECTION}/schema", views.schema, name="schema"),
    path(f"{_COLLECTION}/queryables", views.queryables, name="queryables"),
    path(f"{_COLLECTION}/sortables", views.sortables, name="sortables"),
    path(f"{_COLLECTION}/feature-schema", views.feature_schema, name="feature-schema"),
]
