"""Every service of the demo, in the order of the sign-in page."""

from discharge.demo import services_midlands, services_north, services_south
from discharge.demo.plans import SchemePlan

SERVICES: tuple[SchemePlan, ...] = (
    *services_midlands.SERVICES,
    *services_north.SERVICES,
    *services_south.SERVICES,
)
