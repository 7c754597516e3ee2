"""`{% demo_people as schemes %}`: who the demo's sign-in page offers; nobody under any other settings."""

from django import template
from django.conf import settings

from partners.queries.demo import DemoScheme, demo_by_scheme

register = template.Library()


@register.simple_tag
def demo_people() -> list[DemoScheme]:
    """The demo's people by scheme, or an empty list where this is not the demo."""
    return demo_by_scheme() if settings.IS_DEMO else []
