"""The URL map of the whole service."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from gisapp import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
