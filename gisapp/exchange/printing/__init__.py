"""Exports for people: map sheets as PDF and PNG, pages that open offline, reports of runs as PDF and XLSX."""
