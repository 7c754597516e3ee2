"""Who may see a case and do what to it. The object rule stands beside the list rule; a test shows that they agree.

A person sees a case when, in the role they work in:

- their organisation leads it or referred it and they have the right to see all its cases; or
- their organisation may look at it (a current party row as viewer) and they have that same right; or
- their organisation referred it, they are ward staff, and it is from one of their own wards; or
- they opened it in an emergency in this role, less than an hour ago, and still have the right to.

Of a restricted case all that holds for the people named on it only: for everybody else it is not there.

Providers and accommodation managers never see the case: they see their own jobs and stays (`housing.access`).
A draft has no lead yet, so only the referring side sees it.

A person does something to a case when they see it other than in an emergency, the lifecycle table lets it happen in its
status, and they have the table's right at an organisation that takes part as the table says.

Whoever sees a case sees its files, unless their organisation may only look; providers see photos of their jobs
(`housing.access`). The people who decide about the lead's cases also decide which photos providers see. They and
whoever added a file may remove it, whatever the case's status: a file on the wrong case must go.

How long things may take is changed scheme by scheme, by people with that right at the scheme: the team leads of the
organisation that leads it (`partners.roles`). It opens no case.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partners import access as partners
from partners.looks import Why
from partners.minimum_data import may_show
from partners.models import Membership, Scheme, User
from partners.roles import Permission, RoleCode
from referrals.lifecycle import BY_EVENT, Event, Part, Status, possible_events
from referrals.models import BreakGlass, CaseFile, NamedPerson, Referral, ReferralParty
from referrals.reading import reader_of


@dataclass(frozen=True, slots=True)
class WayIn:
    """Why a person sees a case, for the read log. An emergency opening has its number and its end (UTC)."""

    why: Why
    break_glass_id: int | None = None
    ends_at: datetime | None = None


def visible_to(user: User) -> QuerySet[Referral]:
    """The cases this person may open: rule at the top of this module."""
    whole = partners.organisations_where(user, Permission.REFERRAL_VIEW)
    rule = Q(pk__in=[])
    if whole:
        looks = ReferralParty.objects.filter(
            referral=OuterRef("pk"), organisation__in=whole, part=Part.VIEWER, to_at__isnull=True
        )
        rule |= Q(lead_organisation__in=whole) | Q(referrer_organisation__in=whole) | Q(Exists(looks))
    by_ward = partners.organisations_where(user, Permission.REFERRAL_VIEW_WARD)
    if by_ward:
        rule |= Q(referrer_organisation__in=by_ward, ward__in=partners.own_ward_ids(user))
    if partners.has_permission(user, Permission.BREAK_GLASS):
        rule |= Q(pk__in=_opened_by(user).values("referral"))
    return Referral.objects.filter(rule).filter(not_hidden_from(user))


def can_view(user: User, referral: Referral) -> bool:
    """May this person open this case? Rule at the top of this module."""
    return way_in(user, referral) is not None


def way_in(user: User, referral: Referral) -> WayIn | None:
    """Why this person may open this case, or None when they may not. A part in the case comes before an emergency."""
    if hidden_from(user, referral):
        return None
    why = _part_in(user, referral)
    if why is not None:
        return WayIn(Why.NAMED if referral.restricted else why)
    if not partners.has_permission(user, Permission.BREAK_GLASS):
        return None
    opened = _opened_by(user).filter(referral=referral).order_by("-ends_at").first()
    return WayIn(Why.BREAK_GLASS, opened.pk, opened.ends_at) if opened is not None else None


def takes_part(user: User, referral: Referral) -> bool:
    """Does this person see this case through a part in it, and not in an emergency only?"""
    way = way_in(user, referral)
    return way is not None and way.why is not Why.BREAK_GLASS


def not_hidden_from(user: User, prefix: str = "") -> Q:
    """The condition that a case is not restricted, or to this person among others. `prefix`: the way to the case."""
    named = NamedPerson.objects.filter(user=user, ended_at__isnull=True).values("referral")
    return Q(**{f"{prefix}restricted": False}) | Q(**{f"{prefix}pk__in": named})


def hidden_from(user: User, referral: Referral) -> bool:
    """Is this case restricted to other people? Asked of every way to see something of a case, in every app."""
    return referral.restricted and not referral.named_people.filter(user=user, ended_at__isnull=True).exists()


def can_do(user: User, event: Event, referral: Referral) -> bool:
    """May this person do this to this case now? Rule at the top of this module."""
    row = BY_EVENT[event]
    return Status(referral.status) in row.sources and has_right(user, event, referral) and takes_part(user, referral)


def has_right(user: User, event: Event, referral: Referral) -> bool:
    """Has this person the table's right at an organisation that takes part as the table says, whatever the status?"""
    row = BY_EVENT[event]
    organisations = partners.organisations_where(user, row.permission)
    held = {Part.LEAD: referral.lead_organisation_id, Part.REFERRER: referral.referrer_organisation_id}
    return any(held.get(part) in organisations for part in row.parts)


def allowed_events(user: User, referral: Referral) -> list[Event]:
    """What this person may do next to this case, in the table's order: the buttons."""
    if not takes_part(user, referral):
        return []
    return [event for event in possible_events(Status(referral.status)) if has_right(user, event, referral)]


def can_make_referral(user: User, organisation_id: int, ward_id: int | None) -> bool:
    """May this person refer a patient from this ward? Ward staff from their own wards, the discharge team from any."""
    if not partners.has_permission(user, Permission.REFERRAL_MAKE, organisation_id):
        return False
    if partners.has_permission(user, Permission.REFERRAL_VIEW, organisation_id):
        return True
    return ward_id is not None and ward_id in partners.own_ward_ids(user)


def schemes_with_targets_of(user: User) -> QuerySet[Scheme]:
    """The schemes whose targets this person may change, by name: last rule at the top of this module."""
    return Scheme.objects.filter(pk__in=partners.schemes_where(user, Permission.TARGETS_CHANGE)).order_by("name")


def can_change_targets(user: User, scheme: Scheme) -> bool:
    """May this person change how long things may take in this scheme? Last rule at the top of this module."""
    return scheme.pk in partners.schemes_where(user, Permission.TARGETS_CHANGE)


def visible_files(user: User) -> QuerySet[CaseFile]:
    """The files of the cases this person may open, removed ones too: rule at the top of this module."""
    files = CaseFile.objects.filter(referral__in=visible_to(user))
    whole = partners.organisations_where(user, Permission.REFERRAL_VIEW)
    if not whole:
        return files
    only_looks = ReferralParty.objects.filter(
        referral=OuterRef("referral"), organisation__in=whole, part=Part.VIEWER, to_at__isnull=True
    )
    of_a_side = Q(referral__lead_organisation__in=whole) | Q(referral__referrer_organisation__in=whole)
    by_ward = partners.organisations_where(user, Permission.REFERRAL_VIEW_WARD)
    if by_ward:
        of_a_side |= Q(referral__referrer_organisation__in=by_ward, referral__ward__in=partners.own_ward_ids(user))
    return files.filter(of_a_side | ~Exists(only_looks))


def can_view_file(user: User, file: CaseFile) -> bool:
    """May this person see this file? Rule at the top of this module."""
    return can_view(user, file.referral) and may_show(reader_of(user, file.referral), "files")


def can_share_files(user: User, referral: Referral) -> bool:
    """May this person decide which photos providers see? Rule at the top of this module."""
    return referral.lead_organisation_id in partners.organisations_where(user, Permission.CASE_TRIAGE) and takes_part(
        user, referral
    )


def can_remove_file(user: User, file: CaseFile) -> bool:
    """May this person remove this file? Rule at the top of this module."""
    if not (takes_part(user, file.referral) and can_view_file(user, file)):
        return False
    return can_share_files(user, file.referral) or file.uploaded_by_id == user.pk


def can_correct_patient(user: User, referral: Referral) -> bool:
    """May this person put the patient's details right?

    - They see the case, it has been sent, and
    - their organisation leads or referred it and they hold the right there. Also on a case that has ended: what is held
      on a person must be right for as long as it is held.
    """
    return referral.patient_id is not None and _at_either_side(user, Permission.PATIENT_CORRECT, referral)


def can_see_history(user: User, referral: Referral) -> bool:
    """May this person see what the case said before? They see it, and hold the right at the lead or the referrer."""
    return _at_either_side(user, Permission.HISTORY_VIEW, referral)


def _at_either_side(user: User, permission: Permission, referral: Referral) -> bool:
    organisations = partners.organisations_where(user, permission)
    sides = {referral.lead_organisation_id, referral.referrer_organisation_id}
    return bool(sides & organisations) and takes_part(user, referral)


# Whom a team lead may see off: colleagues who hold nothing but these roles, all of them in the lead's own team.
TEAM_ROLES = frozenset({RoleCode.COORDINATOR, RoleCode.TEAM_LEAD})


def can_record_leaving(user: User, leaver: User) -> bool:
    """May this person record that somebody has left?

    - Whoever manages people: of everybody.
    - A team lead: of somebody whose every current role is a coordinator's or lead's in a team of theirs.
    """
    if partners.has_permission(user, Permission.PEOPLE_MANAGE):
        return True
    teams = partners.organisations_where(user, Permission.TEAM_LEAVERS)
    roles = list(leaver.memberships.filter(active=True).values_list("organisation", "role"))
    return bool(roles) and all(where in teams and RoleCode(role) in TEAM_ROLES for where, role in roles)


def can_end_role(user: User, membership: Membership) -> bool:
    """May this person end this role? Whoever manages people."""
    return partners.has_permission(user, Permission.PEOPLE_MANAGE)


def can_restrict(user: User, referral: Referral) -> bool:
    """May this person restrict this case, change who is named, and end it? Whoever has the right to where the case is
    led or came from and sees it themselves; a restricted case therefore the named alone. Not a draft: it has no lead.
    """
    return Status(referral.status) is not Status.DRAFT and _at_either_side(user, Permission.CASE_RESTRICT, referral)


def answers_for(user: User) -> Q:
    """The condition that a case is led where this person answers for the record: whether it is restricted or not."""
    return Q(lead_organisation__in=partners.organisations_where(user, Permission.RIGHTS_MANAGE))


def can_name_somebody(user: User, referral: Referral) -> bool:
    """May this person name somebody on a restricted case that nobody decides about? The officer who answers for the
    record where it is led, who need not see it.
    """
    return referral.lead_organisation_id in partners.organisations_where(user, Permission.RIGHTS_MANAGE)


def openings_visible_to(user: User) -> QuerySet[BreakGlass]:
    """The emergency openings this person reviews: those of cases that an organisation led at that moment where they
    check the record; where nobody else than the opener does, where they are a team lead or an administrator. Never of
    their own making.
    """
    rule = Q(lead_organisation__in=reviews_where(user))
    for organisation, officer in _only_officers(_stands_in(user)):
        rule |= Q(lead_organisation=organisation, user=officer)
    return BreakGlass.objects.filter(rule).exclude(user=user)


def can_review(user: User, opening: BreakGlass) -> bool:
    """May this person review this emergency opening? The rule of `openings_visible_to`."""
    if opening.user_id == user.pk:
        return False
    lead = opening.lead_organisation_id
    if lead in reviews_where(user):
        return True
    return (lead, opening.user_id) in _only_officers(_stands_in(user) & {lead})


def reviews_where(user: User) -> frozenset[int]:
    """The organisations of whose cases this person reviews the emergency openings, whoever opened them: where they
    check the record; where nobody does, where they stand in. One query, none for most people.
    """
    checks = partners.organisations_where(user, Permission.AUDIT_VIEW)
    stands_in = _stands_in(user)
    return checks | (stands_in - partners.organisations_with(Permission.AUDIT_VIEW, stands_in))


def reviewers_of(opening: BreakGlass) -> list[User]:
    """Whom to tell of an emergency opening: the people of `openings_visible_to`, from the other end."""
    where = opening.lead_organisation_id
    people = set(partners.people_with(Permission.AUDIT_VIEW, where).exclude(pk=opening.user_id))
    if not people:
        leads = set(partners.people_with(Permission.CASE_RESTRICT, where))
        leads &= set(partners.people_with(Permission.CASE_TRIAGE, where))
        people = leads | set(partners.people_with(Permission.PEOPLE_MANAGE, where))
    return [each for each in people if each.pk != opening.user_id]


def _stands_in(user: User) -> frozenset[int]:
    """Where this person reviews when nobody who checks the record can: as a team lead or an administrator."""
    leads = partners.organisations_where(user, Permission.CASE_RESTRICT) & partners.organisations_where(
        user, Permission.CASE_TRIAGE
    )
    stands_in = leads | partners.organisations_where(user, Permission.PEOPLE_MANAGE)
    return stands_in - partners.organisations_where(user, Permission.AUDIT_VIEW)


def _only_officers(organisations: frozenset[int]) -> set[tuple[int, int]]:
    """(organisation, person) where one person alone checks the record: their own openings need somebody else. One
    query, none without organisations.
    """
    officers: dict[int, set[int]] = {}
    for organisation, person in partners.held_by_whom(Permission.AUDIT_VIEW, organisations):
        officers.setdefault(organisation, set()).add(person)
    return {(organisation, next(iter(people))) for organisation, people in officers.items() if len(people) == 1}


def _part_in(user: User, referral: Referral) -> Why | None:
    whole = partners.organisations_where(user, Permission.REFERRAL_VIEW)
    if referral.lead_organisation_id in whole:
        return Why.LEAD
    if referral.referrer_organisation_id in whole:
        return Why.REFERRER
    if referral.referrer_organisation_id in partners.organisations_where(
        user, Permission.REFERRAL_VIEW_WARD
    ) and referral.ward_id in partners.own_ward_ids(user):
        return Why.WARD
    looks = whole and (
        ReferralParty.objects.filter(
            referral=referral, organisation__in=whole, part=Part.VIEWER, to_at__isnull=True
        ).exists()
    )
    return Why.VIEWER if looks else None


def _opened_by(user: User) -> QuerySet[BreakGlass]:
    """This person's emergency openings that run now, in the role they work in, while they may still open any there."""
    found = BreakGlass.objects.filter(
        user=user,
        organisation__in=partners.organisations_where(user, Permission.BREAK_GLASS),
        membership__active=True,
        ends_at__gt=timezone.now(),
    )
    return found if user.working_as is None else found.filter(membership=user.working_as)
