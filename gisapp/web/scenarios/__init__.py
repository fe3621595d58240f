"""The pages of scenarios: their list, one, and two side by side."""
