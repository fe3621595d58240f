"""What other programs read: maps, features and tiles by the protocols of the Open Geospatial Consortium."""
