"""The address of the maps."""

from django.urls import path

from gisapp.ogc.wms import views

urlpatterns = [path("wms", views.wms, name="wms")]
