"""Test objects: `from tests import factories as make`. Cases are made through the real actions, so they are always
possible."""

from tests.factories.cases import answers, decided, draft, referral, viewer
from tests.factories.partners import PASSWORD, OrganisationFactory, SchemeFactory, SiteFactory, WardFactory, person
from tests.factories.worlds import NOW, World, agreement, world

__all__ = [
    "NOW",
    "PASSWORD",
    "OrganisationFactory",
    "SchemeFactory",
    "SiteFactory",
    "WardFactory",
    "World",
    "agreement",
    "answers",
    "decided",
    "draft",
    "person",
    "referral",
    "viewer",
    "world",
]
