"""The URL map of the whole service."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from gisapp import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gisapp.web.urls")),
    path("api/", include("gisapp.api.urls")),
    path("", include("gisapp.ogc.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
