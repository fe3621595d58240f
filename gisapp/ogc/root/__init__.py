"""What the OGC APIs share: landing page, conformance, collections and their description."""
