"""How hard the properties are tried: enough to find slips, quick enough to run every time."""

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the rule, so no example has a deadline of its own.
settings.register_profile("homeward", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("homeward")
