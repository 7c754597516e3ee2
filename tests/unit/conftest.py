"""How hard the properties are tried: enough to find slips, quick enough to run every time."""

import os

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the rule, so no example has a deadline of its own.
settings.register_profile("homeward", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# `make mutate` runs them a thousand times.
settings.register_profile("mutants", settings.get_profile("homeward"), max_examples=20)
settings.load_profile("mutants" if "MUTANT_UNDER_TEST" in os.environ else "homeward")
