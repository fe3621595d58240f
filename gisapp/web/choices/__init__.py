"""What a planner may choose besides industry, number and travel time: values, limits, words."""
