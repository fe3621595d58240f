import gisapp  # noqa: F401  before numpy: sets what that reads when it is imported
