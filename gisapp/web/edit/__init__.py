"""The page on which staff draw and change features."""
