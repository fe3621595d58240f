"""Addresses of styles by OGC API Styles."""

from django.urls import path

from gisapp.ogc.styles import views

urlpatterns = [
    path("ogc/collections/<str:name>/styles", views.style_list, name="styles"),
    path("ogc/collections/<str:name>/styles/<str:style>", views.style, name="style"),
]
