"""Addresses of features."""

from django.urls import path

from gisapp.api.features import views

urlpatterns = [
    path("features/<str:kind>", views.features, name="features"),
    path("features/<str:kind>/<str:feature_id>", views.feature, name="feature"),
]
