"""The address of WFS."""

from django.urls import path

from gisapp.ogc.wfs import views

urlpatterns = [path("wfs", views.wfs, name="wfs")]
