"""Hilir: map a province's industrial potential and site its downstream plants."""
