"""Tells the officer who answers for the record of a restricted case that only a person can set right."""

from datetime import datetime

from django.urls import reverse

from partners import access as partners
from partners.notify import notify
from partners.roles import Permission
from referrals.london import london_date
from referrals.models import Referral


def tell_officers(referral: Referral, text: str, what: str, at: datetime) -> None:
    """Put a line about this case into the lists of the officers of its lead, once a day (London) for each `what`."""
    if referral.lead_organisation_id is not None:
        tell_officers_of(
            lead=referral.lead_organisation_id,
            referral_id=referral.pk,
            text=f"{referral.reference}: {text}",
            what=what,
            path=reverse("decided_by_nobody"),
            at=at,
        )


def tell_officers_of(*, lead: int, referral_id: int, text: str, what: str, path: str, at: datetime) -> None:
    """The same for a case that whoever acts may not see, by the ids of its lead and itself.

    Not through `actions.team`: an officer need not be named. Where the lead has no officer, its administrators learn
    that it needs one, and nothing of the case.
    """
    key = f"restricted:{referral_id}:{what}:{london_date(at):%Y%m%d}"
    officers = partners.people_with(Permission.RIGHTS_MANAGE, lead)
    if officers:
        notify(people=officers, key=key, text=text, path=path, at=at)
        return
    notify(
        people=partners.people_with(Permission.PEOPLE_MANAGE, lead),
        key=key,
        text="A restricted case waits for an information-governance officer. Give somebody that role",
        path=reverse("people"),
        at=at,
    )
