"""The styles of the published layers, one kind of layer a file; `library` finds them by name."""
