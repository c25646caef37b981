"""What every test may ask for, and how property tests choose their examples."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.servers", "tests.support.stack"]

# The same commit gives the same answer, however busy the machine is.
settings.register_profile("repeatable", derandomize=True, deadline=None)
# `make fuzz`: other examples in each run, and many more of them.
settings.register_profile("explore", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")
