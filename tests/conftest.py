"""Settings of all tests."""

from hypothesis import settings

# Time is no property of a result: on a busy machine the default deadline fails tests that are right.
settings.register_profile("hilir", deadline=None)
settings.load_profile("hilir")
