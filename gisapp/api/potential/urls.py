"""The addresses of this part of the API."""

from django.urls import path

from gisapp.api.potential import views

urlpatterns = [
    path("indices", views.indices, name="potential-indices"),
    path("districts/<str:code>", views.district, name="potential-district"),
    path("unprocessed", views.unprocessed, name="potential-unprocessed"),
    path("diversification", views.diversification, name="potential-diversification"),
    path("production", views.production, name="potential-production"),
    path("chains", views.chains, name="potential-chains"),
    path("chains/<str:chain>", views.chain, name="potential-chain"),
    path("linkages", views.linkages, name="potential-linkages"),
]
