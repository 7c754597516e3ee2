"""Which rights a person has, and where. The only module that asks guardian.

The rules, which every app's own `access.py` builds on:

- A person has rights only through active memberships: (organisation, role). Being a superuser gives none.
- When the person works as one membership in this request (`user.working_as`), only that one counts.
- An inactive person has no rights.
- The rights of a role are guardian grants of its group, at the organisation or at the schemes in which the organisation
  has a part that gives them (`partners.roles`), so they can be looked up in one query.

Sharing agreements: administrators keep all of them; somebody with the right to keep agreements keeps those in which an
organisation of theirs gives or receives.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission
from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from guardian.utils import get_group_obj_perms_model

from partners.models import Membership, Organisation, RoleGroup, Scheme, SchemePartner, SharingAgreement, User
from partners.roles import AT_A_SCHEME, AT_AN_ORGANISATION, ROLES, Permission, RoleCode, SchemePart

_CACHE = "_homeward_grants"
_OF_GROUP = "organisation__role_groups__group"


@dataclass(frozen=True)
class _Grants:
    """What counts for a person now: their roles, and right → ids of the organisations, of the schemes."""

    roles: frozenset[RoleCode]
    organisations: dict[str, frozenset[int]]
    schemes: dict[str, frozenset[int]]


_NONE = _Grants(frozenset(), {}, {})


def active_memberships(user: User) -> QuerySet[Membership]:
    """The memberships a person can work as now, ordered by organisation."""
    return (
        Membership.objects.filter(user=user, user__is_active=True, active=True, organisation__active=True)
        .select_related("organisation")
        .order_by("organisation__name", "role")
    )


def organisations_where(user: User, permission: Permission) -> frozenset[int]:
    """The ids of the organisations at which this person has this right. Raises ValueError for a right at schemes."""
    if permission not in AT_AN_ORGANISATION:
        raise ValueError(f"{permission} is held at a scheme.")
    return _grants(user).organisations.get(permission.value, frozenset())


def schemes_where(user: User, permission: Permission) -> frozenset[int]:
    """The ids of the schemes at which this person has this right. Raises ValueError for a right at organisations."""
    if permission not in AT_A_SCHEME:
        raise ValueError(f"{permission} is held at an organisation.")
    return _grants(user).schemes.get(permission.value, frozenset())


def has_permission(user: User, permission: Permission, organisation_id: int | None = None) -> bool:
    """Has the person this right, at this organisation or (without one) anywhere?

    For a right at schemes, asked without an organisation: does a role of theirs carry it? There may be no scheme yet,
    which its page then says.
    """
    if permission in AT_A_SCHEME and organisation_id is None:
        return any(permission in ROLES[role].permissions for role in _grants(user).roles)
    organisations = organisations_where(user, permission)
    return bool(organisations) if organisation_id is None else organisation_id in organisations


def own_ward_ids(user: User) -> frozenset[int]:
    """The wards of the person's ward-staff memberships that count in this request."""
    memberships = active_memberships(user).filter(role=RoleCode.WARD_STAFF)
    if user.working_as is not None:
        memberships = memberships.filter(pk=user.working_as.pk)
    cached: dict[object, frozenset[int]] = user.__dict__.setdefault("_homeward_wards", {})
    key = user.working_as.pk if user.working_as else None
    if key not in cached:
        cached[key] = frozenset(pk for pk in memberships.values_list("wards", flat=True) if pk is not None)
    return cached[key]


def people_with(permission: Permission, organisation_id: int) -> QuerySet[User]:
    """The active people who have this right at this organisation: for lists to choose from and for notices."""
    roles = [role.code.value for role in ROLES.values() if permission in role.permissions]
    return (
        User.objects.filter(
            is_active=True,
            memberships__active=True,
            memberships__organisation_id=organisation_id,
            memberships__role__in=roles,
        )
        .distinct()
        .order_by("name", "pk")
    )


def agreements_visible_to(user: User) -> QuerySet[SharingAgreement]:
    """The sharing agreements this person keeps: last paragraph at the top of this module."""
    if has_permission(user, Permission.PARTNERS_MANAGE):
        return SharingAgreement.objects.all()
    mine = organisations_where(user, Permission.SHARING_MANAGE)
    return SharingAgreement.objects.filter(Q(giver__in=mine) | Q(receiver__in=mine))


def may_keep_agreement(user: User, giver_id: int, receiver_id: int) -> bool:
    """May this person add and end agreements between these two? Last paragraph at the top of this module."""
    if has_permission(user, Permission.PARTNERS_MANAGE):
        return True
    return bool({giver_id, receiver_id} & organisations_where(user, Permission.SHARING_MANAGE))


def organisations_with(permission: Permission, among: frozenset[int]) -> frozenset[int]:
    """Those of these organisations where at least one active person has this right. No query for none."""
    return frozenset(organisation for organisation, _ in held_by_whom(permission, among))


def held_by_whom(permission: Permission, among: frozenset[int]) -> list[tuple[int, int]]:
    """(organisation, active person) for each person with this right at one of these. No query for none."""
    if not among:
        return []
    roles = [role.code.value for role in ROLES.values() if permission in role.permissions]
    held = Membership.objects.filter(
        organisation__in=among, role__in=roles, active=True, user__is_active=True, organisation__active=True
    )
    return list(held.values_list("organisation", "user").distinct())


def may_plan_for(user: User, person: User) -> bool:
    """May this person record when the other is away? Everybody for themselves; a team lead for their team."""
    if user == person:
        return True
    return any(
        people_with(Permission.CASE_TRIAGE, organisation).filter(pk=person.pk).exists()
        for organisation in organisations_where(user, Permission.TEAM_LEAVERS)
    )


def may_cover(user: User, person: User) -> bool:
    """Can the first be told in the other's place? Whoever decides about cases where the other does."""
    roles = [role.code.value for role in ROLES.values() if Permission.CASE_TRIAGE in role.permissions]
    where = Membership.objects.filter(user=person, active=True, role__in=roles).values("organisation")
    return (
        user.is_active
        and Membership.objects.filter(user=user, active=True, role__in=roles, organisation__in=where).exists()
    )


@transaction.atomic
def ensure_role_group(organisation: Organisation, role: RoleCode) -> Group:
    """The group of this role at this organisation, made with its grants if it is new, brought up to date if it is
    not."""
    held, _ = RoleGroup.objects.get_or_create(
        organisation=organisation,
        role=role.value,
        defaults={"group": Group.objects.get_or_create(name=f"{organisation.pk}:{role.value}")[0]},
    )
    bring_role_groups_up_to_date([organisation.pk])
    return held.group


@transaction.atomic
def bring_role_groups_up_to_date(organisations: Collection[int] | None = None) -> None:
    """Give the groups of these organisations (of all, without any named) the grants their roles have in this version:
    at the organisation, and at the schemes in which it takes part now.

    For after a migration, a new group, and a change of who leads a scheme or takes part in it. One at a time for an
    organisation: whoever comes second sees the group or the part that the first one made.
    """
    locked = Organisation.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    mine = list((locked if organisations is None else locked.filter(pk__in=organisations)).values_list("pk", flat=True))
    held = list(RoleGroup.objects.filter(organisation__in=mine).values_list("group", "organisation", "role"))
    if not held:
        return
    parts = _scheme_parts(mine)
    at_organisations, at_schemes = set(), set()
    for group, organisation, role in held:
        for permission in ROLES[RoleCode(role)].permissions:
            if permission in AT_AN_ORGANISATION:
                at_organisations.add((group, permission.value, organisation))
            else:
                giving = AT_A_SCHEME[permission].parts
                at_schemes |= {
                    (group, permission.value, scheme) for scheme, part in parts[organisation] if part in giving
                }
    groups = [group for group, _, _ in held]
    _grant_exactly(Organisation, groups, at_organisations)
    _grant_exactly(Scheme, groups, at_schemes)


def _scheme_parts(organisations: Collection[int]) -> dict[int, set[tuple[int, str]]]:
    """Organisation → the (scheme, part) in which it takes part."""
    led = Scheme.objects.filter(lead_organisation__in=organisations)
    joined = SchemePartner.objects.filter(organisation__in=organisations)
    found: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for organisation, scheme, part in led.values_list("lead_organisation", "pk", Value(SchemePart.LEAD.value)).union(
        joined.values_list("organisation", "scheme", "part")
    ):
        found[organisation].add((scheme, part))
    return found


def _grant_exactly(
    place: type[Organisation | Scheme], groups: Collection[int], wanted: set[tuple[int, str, int]]
) -> None:
    """Make (group, right, place) of these groups what is wanted: no grant less, none more."""
    grants = get_group_obj_perms_model(place)
    present: dict[tuple[int, str, int], int] = {
        (group, right, where): pk
        for group, right, where, pk in grants.objects.filter(group__in=groups).values_list(
            "group", "permission__codename", "content_object", "pk"
        )
    }
    if gone := [pk for grant, pk in present.items() if grant not in wanted]:
        grants.objects.filter(pk__in=gone).delete()
    if missing := sorted(wanted - present.keys()):
        rights = dict(
            DjangoPermission.objects.filter(
                content_type__app_label=place._meta.app_label, content_type__model=place._meta.model_name
            ).values_list("codename", "pk")
        )
        grants.objects.bulk_create(
            [
                grants(group_id=group, permission_id=rights[right], content_object_id=where)
                for group, right, where in missing
            ]
        )


def forget_grants(user: User) -> None:
    """Look the rights up anew: after a change of memberships within one process."""
    user.__dict__.pop(_CACHE, None)
    user.__dict__.pop("_homeward_wards", None)


def _grants(user: User) -> _Grants:
    """What counts for this person, in one query, kept on the user object for the length of the request."""
    if not user.is_authenticated or not user.is_active:
        return _NONE
    cache: dict[int | None, _Grants] = user.__dict__.setdefault(_CACHE, {})
    key = user.working_as.pk if user.working_as else None
    if key not in cache:
        # A grant counts only while the membership behind it does, whatever groups the person is still in.
        counting = Membership.objects.filter(
            user=user, active=True, organisation__active=True, organisation__role_groups__role=F("role")
        )
        if user.working_as is not None:
            counting = counting.filter(pk=user.working_as.pk)
        cache[key] = _sorted_out(_rows(counting, Organisation).union(_rows(counting, Scheme), all=True))
    return cache[key]


def _rows(counting: QuerySet[Membership], place: type[Organisation | Scheme]) -> QuerySet[Membership, tuple[Any, ...]]:
    """(kind of place, role, right, place) of each grant; a role without any has one row, with no right and no place."""
    grant = f"{_OF_GROUP}__{get_group_obj_perms_model(place)._meta.model_name}"
    return counting.values_list(
        Value(place._meta.model_name), "role", f"{grant}__permission__codename", f"{grant}__content_object"
    )


def _sorted_out(rows: Iterable[tuple[Any, ...]]) -> _Grants:
    roles: set[RoleCode] = set()
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for kind, role, right, place in rows:
        roles.add(RoleCode(role))
        if right is not None:
            found[kind][right].add(place)
    organisations, schemes = (
        {right: frozenset(ids) for right, ids in found[kind].items()} for kind in ("organisation", "scheme")
    )
    return _Grants(frozenset(roles), organisations, schemes)
