"""Who may see a restricted case, and who could be named on one."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners import access as partners
from partners.models import Membership, User
from partners.roles import ROLES, Permission
from referrals import access
from referrals.lifecycle import Part
from referrals.models import NamedPerson, Referral


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who would see the case if it were open to all that take part. `decides`: for the organisation that
    leads it.
    """

    pk: int
    name: str
    role: str
    organisation: str
    decides: bool


# Which right lets people of an organisation with this part see something of a case. The ward's is asked beside it.
_RIGHTS: dict[Part, Permission] = {
    Part.LEAD: Permission.REFERRAL_VIEW,
    Part.REFERRER: Permission.REFERRAL_VIEW,
    Part.VIEWER: Permission.REFERRAL_VIEW,
    Part.PROVIDER: Permission.WORK_VIEW,
    Part.ACCOMMODATION: Permission.STAY_VIEW,
}


def candidates(referral: Referral) -> list[Candidate]:
    """Everybody who can be named on this case: whom its parties' rights would show it. By organisation, then name; a
    person once, in the role that decides about cases if they have it. Two queries.
    """
    parties = referral.parties.filter(to_at__isnull=True).values_list("organisation", "part")
    rule = Q(pk__in=[])
    for organisation, part in parties:
        rule |= Q(organisation=organisation, role__in=_roles_with(_RIGHTS[Part(part)]))
    if referral.ward_id is not None:
        ward_roles = _roles_with(Permission.REFERRAL_VIEW_WARD)
        rule |= Q(organisation=referral.referrer_organisation_id, role__in=ward_roles, wards=referral.ward_id)
    found: dict[int, Candidate] = {}
    memberships = (
        Membership.objects.filter(rule, active=True, user__is_active=True, organisation__active=True)
        .select_related("user", "organisation")
        .order_by("organisation__name", "user__name", "pk")
    )
    deciding = _roles_with(Permission.CASE_TRIAGE)
    for each in memberships:
        decides = each.organisation_id == referral.lead_organisation_id and each.role in deciding
        if each.user_id not in found or (decides and not found[each.user_id].decides):
            found[each.user_id] = Candidate(
                each.user_id, each.user.name, each.role_data.label, each.organisation.name, decides
            )
    return list(found.values())


def named_now(referral: Referral) -> list[NamedPerson]:
    """The people named on a case now, by name."""
    rows = referral.named_people.filter(ended_at__isnull=True).select_related("user", "named_by")
    return list(rows.order_by("user__name", "pk"))


def number_named(referral: Referral) -> int:
    """How many people may see a restricted case now."""
    return referral.named_people.filter(ended_at__isnull=True).count()


def decided_by_nobody() -> QuerySet[Referral]:
    """The restricted open cases on which nobody who is named can decide any more: whoever could has left, or has
    another role. They are on nobody's list.

    Not those of an organisation out of use, where nobody can do anything.
    """
    open_ones = Referral.objects.filter(restricted=True, is_open=True, lead_organisation__active=True)
    return open_ones.filter(~Exists(_deciding()))


def decided_by_nobody_else(user: User) -> QuerySet[Referral]:
    """The restricted open cases that only this person decides about: without them nobody would see these."""
    mine = NamedPerson.objects.filter(user=user, ended_at__isnull=True).values("referral")
    open_ones = Referral.objects.filter(restricted=True, is_open=True, pk__in=mine)
    return open_ones.filter(Exists(_deciding().filter(user=user)), ~Exists(_deciding().exclude(user=user)))


def without_anybody(officer: User) -> list[Referral]:
    """The restricted cases of the officer's organisations that nobody decides about, the longest open first: their
    references are all that is to be shown. One query.
    """
    return list(decided_by_nobody().filter(access.answers_for(officer)).order_by("submitted_at", "pk"))


def without_anybody_called(officer: User, reference: str) -> Referral:
    """One of them. Raises Referral.DoesNotExist."""
    return decided_by_nobody().filter(access.answers_for(officer)).get(reference=reference)


def who_could_decide(referral: Referral) -> list[User]:
    """The people who decide about cases where this one is led, by name."""
    lead = referral.lead_organisation_id
    return [] if lead is None else list(partners.people_with(Permission.CASE_TRIAGE, lead))


def _deciding() -> QuerySet[NamedPerson]:
    """Who is named on the case of the outer query and decides about cases where it is led."""
    return NamedPerson.objects.filter(
        referral=OuterRef("pk"),
        ended_at__isnull=True,
        user__is_active=True,
        user__memberships__active=True,
        user__memberships__organisation__active=True,
        user__memberships__organisation=OuterRef("lead_organisation"),
        user__memberships__role__in=_roles_with(Permission.CASE_TRIAGE),
    )


def people_called(ids: list[int]) -> list[User]:
    """The people with these ids, for an action that checks who they are."""
    return list(User.objects.filter(pk__in=ids).order_by("name", "pk"))


def _roles_with(permission: Permission) -> list[str]:
    return [role.code.value for role in ROLES.values() if permission in role.permissions]
