"""WFS 2.0: django-gisserver on the catalog of published layers."""
