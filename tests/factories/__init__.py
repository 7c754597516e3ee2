"""Test objects: `from tests import factories as make`. Cases are made through the real actions, so they are always
possible."""

from tests.factories.cases import answers, draft, referral
from tests.factories.partners import PASSWORD, OrganisationFactory, SchemeFactory, SiteFactory, WardFactory, person
from tests.factories.worlds import NOW, World, world

__all__ = [
    "NOW",
    "PASSWORD",
    "OrganisationFactory",
    "SchemeFactory",
    "SiteFactory",
    "WardFactory",
    "World",
    "answers",
    "draft",
    "person",
    "referral",
    "world",
]
