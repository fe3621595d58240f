"""Pure helpers of geometry: coordinate systems, boxes, units. Imports nothing of the project."""
