"""The addresses of this part of the API."""

from django.urls import path

from gisapp.api.scenarios import views

urlpatterns = [
    path("scenarios", views.scenarios, name="scenarios"),
    path("scenarios/<str:scenario_id>", views.scenario, name="scenario"),
]
