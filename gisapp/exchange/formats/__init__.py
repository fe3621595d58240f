"""The formats of files: one a file. `opening` tells by its content which one a file has; names count for nothing."""
