"""The page on which data are chosen and taken away."""
