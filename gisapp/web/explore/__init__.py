"""What the map's readers look at: the tree of layers, what is known of each, and the words of the tools."""
