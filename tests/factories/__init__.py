"""Test objects: `from tests import factories as make`. Cases are made through the real actions, so they are always
possible."""

from tests.factories.cases import answers, decided, delay, draft, referral, viewer
from tests.factories.files import checked_pdf, checked_photo, file, pdf, picture
from tests.factories.looks import look, looked_at, opening, outsider
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
    "checked_pdf",
    "checked_photo",
    "decided",
    "delay",
    "draft",
    "file",
    "look",
    "looked_at",
    "opening",
    "outsider",
    "pdf",
    "person",
    "picture",
    "referral",
    "viewer",
    "world",
]
