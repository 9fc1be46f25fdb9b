"""Settings of all tests: property tests try the same examples on every machine, without a clock."""

from hypothesis import settings

settings.register_profile("same-everywhere", deadline=None, derandomize=True)
settings.load_profile("same-everywhere")
