"""Opens a case in an emergency to somebody whose organisation takes no part in it, and reviews that it was right to."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from partners import access as partners
from partners import audit
from partners.actors import SystemActor
from partners.errors import NotAllowed, UnableTo
from partners.models import AuditEvent, User
from partners.notify import notify
from partners.roles import Permission
from referrals import access
from referrals.actions.officers import tell_officers_of
from referrals.models import BreakGlass
from referrals.queries.beyond import Found, find_in_emergency
from referrals.queries.break_glass import LASTS

ATTEMPTS_AN_HOUR = 10
SHORTEST_REASON = 20
_TRIED = "emergency_opening_tried"
EMERGENCY = SystemActor("emergency")


class UnableToOpen(UnableTo):
    """Too many attempts, or no reason worth reviewing."""


class UnableToReview(UnableTo):
    """The opening was reviewed already, or the review says too little."""


@transaction.atomic
def open_in_emergency(
    *,
    by: User,
    at: datetime,
    reason: str,
    reference: str = "",
    nhs_number: str = "",
    born_on: date | None = None,
) -> str | None:
    """Let this person read a case for an hour, in the role they work in, and tell who must review it. Gives the
    reference of the case, or None, the one answer for a case that is not there, is restricted, or is a draft.

    A case they see anyway is given without an opening. Every attempt is written down, found or not.
    Raises NotAllowed without the right or without a role; UnableToOpen after ten attempts in an hour.
    """
    membership = by.working_as
    if membership is None or not partners.has_permission(by, Permission.BREAK_GLASS, membership.organisation_id):
        raise NotAllowed("You do not have the right to open a case in an emergency.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise UnableToOpen(f"Enter a reason of at least {SHORTEST_REASON} characters.")
    # One attempt at a time: two pages at once would each count the same nine.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    tried = AuditEvent.objects.filter(actor_id=by.pk, action=_TRIED, at__gt=at - timedelta(hours=1))
    if tried.count() >= ATTEMPTS_AN_HOUR:
        raise UnableToOpen(
            f"You have tried {ATTEMPTS_AN_HOUR} times in the last hour. Wait, or ring the team that leads the case."
        )
    found = find_in_emergency(reference=reference, nhs_number=nhs_number, born_on=born_on)
    _write_attempt(found, "reference" if reference else "nhs_number", by, at)
    if found is None:
        return None
    if access.visible_to(by).filter(pk=found.referral_id).exists():
        return found.reference
    if found.restricted:
        return None
    _open(found, reason.strip(), by, at)
    return found.reference


@transaction.atomic
def review_opening(*, opening: BreakGlass, outcome: str, note: str, by: User, at: datetime) -> BreakGlass:
    """Say whether an opening was justified. `outcome`: a code of `BreakGlass.Outcome`.

    The same answer again from the same person changes nothing. Raises NotAllowed for somebody who does not review it,
    whoever opened it among them; UnableToReview without words where they are needed, or when it was reviewed before.
    """
    locked = BreakGlass.objects.select_for_update(of=("self",), no_key=True).get(pk=opening.pk)
    if not access.can_review(by, locked):
        raise NotAllowed("You do not review this opening.")
    if locked.reviewed_at is not None:
        if (locked.reviewed_by_id, locked.outcome) == (by.pk, outcome):
            return locked
        raise UnableToReview("This opening has been reviewed already.")
    if outcome == BreakGlass.Outcome.NOT_JUSTIFIED and not note.strip():
        raise UnableToReview("Enter why it was not justified and what was done about it.")
    locked.outcome, locked.review_note = outcome, note.strip()
    locked.reviewed_at, locked.reviewed_by = at, by
    locked.save(update_fields=["outcome", "review_note", "reviewed_at", "reviewed_by"])
    audit.record(
        action="emergency_opening_reviewed",
        by=by,
        at=at,
        object_type="breakglass",
        object_id=locked.pk,
        referral_id=locked.referral_id,
        detail={"outcome": outcome},
    )
    return locked


def _open(found: Found, reason: str, by: User, at: datetime) -> None:
    membership = by.working_as
    if membership is None:  # asked above already; said again for the reader and the type checker
        raise NotAllowed("Choose a role first.")
    opening = BreakGlass.objects.create(
        referral_id=found.referral_id,
        reference=found.reference,
        lead_organisation_id=found.lead_organisation_id,
        user=by,
        membership=membership,
        organisation_id=membership.organisation_id,
        reason=reason,
        opened_at=at,
        ends_at=at + LASTS,
    )
    audit.record(
        action="emergency_opened",
        by=by,
        at=at,
        object_type="breakglass",
        object_id=opening.pk,
        referral_id=found.referral_id,
        detail={"until": opening.ends_at.isoformat()},
    )
    # Not through `actions.team`: its reviewers need not see the case, and the notice carries only the reference.
    notify(
        people=access.reviewers_of(opening),
        key=f"emergency:{opening.pk}",
        text=f"{found.reference}: opened in an emergency from outside. Review it within 3 working days",
        path=reverse("review_opening", args=[opening.pk]),
        at=at,
    )


def _write_attempt(found: Found | None, by_what: str, by: User, at: datetime) -> None:
    """Of a restricted case the row in the person's own name says that nothing was found, because it is theirs to read.
    That they tried stands in a row of the system's, for those who answer for the case, who are told.
    """
    hidden = found is not None and found.restricted and not access.visible_to(by).filter(pk=found.referral_id).exists()
    shown = None if hidden else found
    audit.record(
        action=_TRIED,
        by=by,
        at=at,
        object_type="user",
        object_id=by.pk,
        referral_id=shown.referral_id if shown else None,
        detail={"by": by_what, "found": shown is not None},
    )
    if found is None or not hidden:
        return
    audit.record(
        action="emergency_opening_refused",
        by=EMERGENCY,
        at=at,
        object_type="user",
        object_id=by.pk,
        referral_id=found.referral_id,
        detail={"by": by_what, "why": "restricted"},
    )
    tell_officers_of(
        lead=found.lead_organisation_id,
        referral_id=found.referral_id,
        text=f"{found.reference}: somebody outside tried to open this restricted case in an emergency ({by.name})",
        what=f"tried:{by.pk}",
        path=reverse("read_log"),
        at=at,
    )
