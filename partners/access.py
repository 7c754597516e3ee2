"""Which rights a person has, and where. The only module that asks guardian.

The rules, which every app's own `access.py` builds on:

- A person has rights only through active memberships: (organisation, role). Being a superuser gives none.
- When the person works as one membership in this request (`user.working_as`), only that one counts.
- An inactive person has no rights.
- The rights of a role at an organisation are guardian grants of its group, so they can be looked up in one query.

Sharing agreements: administrators keep all of them; somebody with the right to keep agreements keeps those in which an
organisation of theirs gives or receives.
"""

from collections import defaultdict

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from guardian.utils import get_group_obj_perms_model

from partners.models import Membership, Organisation, RoleGroup, SharingAgreement, User
from partners.roles import ROLES, Permission, RoleCode

_CACHE = "_homeward_grants"


def active_memberships(user: User) -> QuerySet[Membership]:
    """The memberships a person can work as now, ordered by organisation."""
    return (
        Membership.objects.filter(user=user, user__is_active=True, active=True, organisation__active=True)
        .select_related("organisation")
        .order_by("organisation__name", "role")
    )


def organisations_where(user: User, permission: Permission) -> frozenset[int]:
    """The ids of the organisations at which this person has this right."""
    return _grants(user).get(permission.value, frozenset())


def has_permission(user: User, permission: Permission, organisation_id: int | None = None) -> bool:
    """Has the person this right, at this organisation or (without one) anywhere?"""
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


def ensure_role_group(organisation: Organisation, role: RoleCode) -> Group:
    """The group of this role at this organisation, made with its grants if it is new, brought up to date if it is
    not."""
    held, created = RoleGroup.objects.get_or_create(
        organisation=organisation,
        role=role.value,
        defaults={"group": Group.objects.get_or_create(name=f"{organisation.pk}:{role.value}")[0]},
    )
    wanted = {permission.value for permission in ROLES[role].permissions}
    grants = get_group_obj_perms_model(Organisation).objects.filter(group=held.group, content_object=organisation)
    present = set() if created else set(grants.values_list("permission__codename", flat=True))
    grants.filter(permission__codename__in=present - wanted).delete()
    content_type = ContentType.objects.get_for_model(Organisation)
    missing = DjangoPermission.objects.filter(content_type=content_type, codename__in=wanted - present)
    get_group_obj_perms_model(Organisation).objects.bulk_create(
        [
            get_group_obj_perms_model(Organisation)(
                group=held.group, permission=permission, content_object=organisation
            )
            for permission in missing
        ]
    )
    return held.group


def bring_role_groups_up_to_date() -> None:
    """Give every group the rights its role has in this version: a right that is new holds for those who are here."""
    for held in RoleGroup.objects.select_related("organisation").order_by("pk"):
        ensure_role_group(held.organisation, RoleCode(held.role))


def forget_grants(user: User) -> None:
    """Look the rights up anew: after a change of memberships within one process."""
    user.__dict__.pop(_CACHE, None)
    user.__dict__.pop("_homeward_wards", None)


def _grants(user: User) -> dict[str, frozenset[int]]:
    """Right → organisations, in one query, kept on the user object for the length of the request."""
    if not user.is_authenticated or not user.is_active:
        return {}
    cache: dict[int | None, dict[str, frozenset[int]]] = user.__dict__.setdefault(_CACHE, {})
    key = user.working_as.pk if user.working_as else None
    if key not in cache:
        memberships = Membership.objects.filter(user=user, active=True, organisation__active=True)
        if user.working_as is not None:
            memberships = memberships.filter(pk=user.working_as.pk)
        grants = get_group_obj_perms_model(Organisation).objects
        found: dict[str, set[int]] = defaultdict(set)
        # A grant counts only while the membership behind it does, whatever groups the person is still in.
        for codename, organisation_id in grants.filter(
            group__role_group__organisation__memberships__in=memberships,
            group__role_group__role=F("group__role_group__organisation__memberships__role"),
        ).values_list("permission__codename", "content_object_id"):
            found[codename].add(organisation_id)
        cache[key] = {codename: frozenset(ids) for codename, ids in found.items()}
    return cache[key]
