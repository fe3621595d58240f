"""The addresses of this part of the API."""

from django.urls import path

from gisapp.api.explore import views

urlpatterns = [
    path("search", views.search, name="search"),
    path("here", views.here, name="here"),
]
