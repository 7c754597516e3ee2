"""Drafts that nobody sends: told of a week before, then thrown away, so that nobody's details lie about in them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from partners import access as partners
from partners import audit
from partners.actors import SystemActor
from partners.models import Membership, Notification, User
from partners.notify import notify
from partners.roles import Permission, RoleCode
from partners.words import date_long
from referrals.actions.drafts import throw_away
from referrals.lifecycle import Status
from referrals.london import london_date
from referrals.models import Referral
from referrals.paths import draft_path

DRAFTS = SystemActor("drafts")
#: How long before its end the ward is told.
NOTICE = timedelta(days=7)


def kept_for() -> timedelta:
    """How long a draft is kept after somebody last saved it: `HOMEWARD_DRAFT_DAYS`."""
    return timedelta(days=settings.DRAFT_DAYS)


@transaction.atomic
def announce_old_drafts(*, at: datetime) -> int:
    """Tell who can finish them of the drafts that will be thrown away in a week, once for each time it was last saved.

    Returns how many drafts. As the system; safe to run twice.
    """
    drafts = _unsaved_since(at - kept_for() + NOTICE)
    for draft in drafts:
        ends = max(draft.saved_at + kept_for(), at + NOTICE)
        notify(
            people=who_can_finish(draft),
            key=_key(draft),
            text=f"{draft.reference}: this draft was not sent. It is deleted on {date_long(london_date(ends))} "
            "unless somebody saves it again",
            path=draft_path(draft.reference),
            at=at,
        )
    return len(drafts)


@transaction.atomic
def delete_old_drafts(*, at: datetime) -> int:
    """Throw away the drafts whose time is over and of which somebody was told at least a week ago, or of which there is
    nobody left to tell. Returns how many. As the system; safe to run twice and side by side.
    """
    gone = 0
    for draft in _unsaved_since(at - kept_for()):
        told = Notification.objects.filter(key=_key(draft)).order_by("created_at").first()
        if told.created_at > at - NOTICE if told is not None else who_can_finish(draft):
            continue
        throw_away(draft)
        gone += 1
    if gone:
        audit.record(
            action="old_drafts_deleted", by=DRAFTS, at=at, object_type="draft", object_id=0, detail={"number": gone}
        )
    return gone


def who_can_finish(draft: Referral) -> list[User]:
    """Whom to tell of a draft: whoever began it while they still refer there; otherwise the people of its ward, and
    of a draft without a ward the trust's discharge team.
    """
    where = draft.referrer_organisation_id
    able = partners.people_with(Permission.REFERRAL_MAKE, where)
    began = list(able.filter(pk=draft.made_by_id))
    if began:
        return began
    of_trust = able.filter(pk__in=partners.people_with(Permission.REFERRAL_VIEW, where))
    if draft.ward_id is None:
        return list(of_trust)
    of_ward = Membership.objects.filter(
        role=RoleCode.WARD_STAFF, wards=draft.ward_id, organisation=where, active=True
    ).values_list("user_id", flat=True)
    return list(able.filter(pk__in=of_ward)) or list(of_trust)


def _unsaved_since(moment: datetime) -> list[Referral]:
    """The drafts last saved before this moment, locked; somebody who saves one now is waited for by the next sweep."""
    return list(
        Referral.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .filter(status=Status.DRAFT, saved_at__lte=moment)
        .order_by("saved_at", "pk")[:500]
    )


def _key(draft: Referral) -> str:
    """The same until somebody saves the draft again."""
    return f"draft:{draft.pk}:ends:{draft.saved_at.timestamp():.0f}"
