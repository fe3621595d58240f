"""Addresses of the planner's pages."""

from django.urls import path

from gisapp.web import views

app_name = "web"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("map/layers/<slug:name>.geojson", views.layer, name="layer"),
]
