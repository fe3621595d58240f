"""Look around: places by name or coordinates, and what is known of a place."""
