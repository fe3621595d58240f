"""Addresses of OGC API Processes."""

from django.urls import path

from gisapp.ogc.processes import views

urlpatterns = [
    path("ogc/processes", views.process_list, name="processes"),
    path("ogc/processes/<str:name>", views.process, name="process"),
    path("ogc/processes/<str:name>/execution", views.execution, name="execution"),
    path("ogc/jobs", views.job_list, name="jobs"),
    path("ogc/jobs/<str:name>", views.job, name="job"),
    path("ogc/jobs/<str:name>/results", views.job_results, name="job-results"),
]
