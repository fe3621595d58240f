"""Addresses of tiles by OGC API Tiles."""

from django.urls import path

from gisapp.ogc.tiles import map_views, matrix_set_views, vector_views

_TILE = "<str:matrix_set>/<str:matrix>/<str:row>/<str:column>"

urlpatterns = [
    path("ogc/tileMatrixSets", matrix_set_views.matrix_sets, name="tile-matrix-sets"),
    path("ogc/tileMatrixSets/<str:name>", matrix_set_views.matrix_set, name="tile-matrix-set"),
    path("ogc/tiles", vector_views.dataset_tilesets, name="dataset-tilesets"),
    path("ogc/tiles/<str:matrix_set>", vector_views.dataset_tileset, name="dataset-tileset"),
    path(f"ogc/tiles/{_TILE}", vector_views.dataset_vector_tile, name="dataset-vector-tile"),
    path("ogc/collections/<str:name>/tiles", vector_views.layer_tilesets, name="layer-tilesets"),
    path("ogc/collections/<str:name>/tiles/<str:matrix_set>", vector_views.layer_tileset, name="layer-tileset"),
    path(f"ogc/collections/<str:name>/tiles/{_TILE}", vector_views.layer_vector_tile, name="layer-vector-tile"),
    path("ogc/collections/<str:name>/map/tiles", map_views.map_tilesets, name="map-tilesets"),
    path("ogc/collections/<str:name>/map/tiles/<str:matrix_set>", map_views.map_tileset, name="map-tileset"),
    path(f"ogc/collections/<str:name>/map/tiles/{_TILE}", map_views.map_tile, name="map-tile"),
]
