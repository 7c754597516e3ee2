"""People and their roles: invite, give a role, end it."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from partners import access, audit
from partners.actors import Actor, SystemActor
from partners.errors import NotAllowed, UnableTo
from partners.models import Membership, Organisation, User, Ward
from partners.roles import Permission, RoleCode
from partners.sessions import end_sessions

_ADDRESS_TAKEN = "Somebody with this e-mail address is already here. Give them a role instead."


class UnableToAddPerson(UnableTo):
    """The person cannot be added as asked."""


class UnableToEndRole(UnableTo):
    """The role cannot be ended by this person."""


def check_may_manage(by: Actor) -> None:
    """Raises NotAllowed for somebody who does not manage people."""
    if not isinstance(by, SystemActor) and not access.has_permission(by, Permission.PEOPLE_MANAGE):
        raise NotAllowed("Only an administrator can change people and their roles.")


@transaction.atomic
def add_person(*, email: str, name: str, by: Actor, at: datetime, password: str | None = None) -> User:
    """Add a person; without a password they cannot log in until they join (`actions.invitations`).

    Raises UnableToAddPerson when the address is taken.
    """
    check_may_manage(by)
    if User.objects.filter(email__iexact=email).exists():
        raise UnableToAddPerson(_ADDRESS_TAKEN)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email=email, name=name, password=password)
    except IntegrityError as taken:
        raise UnableToAddPerson(_ADDRESS_TAKEN) from taken
    audit.record(action="person_added", by=by, at=at, object_type="user", object_id=user.pk)
    return user


@transaction.atomic
def give_role(
    *,
    user: User,
    organisation: Organisation,
    role: RoleCode,
    by: Actor,
    at: datetime,
    wards: Iterable[Ward] = (),
) -> Membership:
    """Give a person a role at an organisation; giving the same role again changes only its wards.

    Raises UnableToAddPerson when ward staff would have no ward, or a ward belongs to another organisation.
    """
    check_may_manage(by)
    wards = list(wards)
    if role == RoleCode.WARD_STAFF and not wards:
        raise UnableToAddPerson("Select at least one ward for ward staff.")
    if any(ward.site.organisation_id != organisation.pk for ward in wards):
        raise UnableToAddPerson(f"Select wards of {organisation.name} only.")
    group = access.ensure_role_group(organisation, role)
    membership, _ = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=role.value,
        active=True,
        defaults={"started_at": at},
    )
    membership.wards.set(wards)
    user.groups.add(group)
    access.forget_grants(user)
    audit.record(
        action="role_given",
        by=by,
        at=at,
        object_type="membership",
        object_id=membership.pk,
        detail={"user": user.pk, "organisation": organisation.pk, "role": role.value},
    )
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """End a person's role. Ending an ended role again changes nothing.

    Raises UnableToEndRole when administrators would end the role in which they do it and lock themselves out.
    """
    check_may_manage(by)
    if isinstance(by, User) and membership.user_id == by.pk and membership.role == RoleCode.ADMINISTRATOR:
        raise UnableToEndRole("You cannot end your own role as administrator. Ask another administrator.")
    return close_role(membership, by=by, at=at)


@transaction.atomic
def set_active(*, user: User, active: bool, by: Actor, at: datetime) -> User:
    """Let a person log in, or stop them. A deactivated person keeps their history and loses every right at once.

    Raises UnableToEndRole when administrators would deactivate themselves.
    """
    check_may_manage(by)
    if isinstance(by, User) and user.pk == by.pk and not active:
        raise UnableToEndRole("You cannot deactivate yourself. Ask another administrator.")
    if not active:
        return close_account(user, by=by, at=at)
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if not locked.is_active:
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        audit.record(action="person_activated", by=by, at=at, object_type="user", object_id=locked.pk)
    return locked


def close_role(membership: Membership, *, by: Actor, at: datetime) -> Membership:
    """End a role inside an action that checked who may. An ended one stays as it is."""
    locked = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    if not locked.active:
        return locked
    locked.active, locked.ended_at = False, at
    locked.save(update_fields=["active", "ended_at"])
    groups = Group.objects.filter(role_group__organisation=locked.organisation_id, role_group__role=locked.role)
    locked.user.groups.remove(*groups)
    access.forget_grants(locked.user)
    audit.record(action="role_ended", by=by, at=at, object_type="membership", object_id=locked.pk)
    return locked


def close_account(user: User, *, by: Actor, at: datetime) -> User:
    """Deactivate somebody inside an action that checked who may: logged out everywhere, what they typed forgotten."""
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if not locked.is_active:
        return locked
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    end_sessions(locked, at=at)
    locked.saved_forms.all().delete()
    audit.record(action="person_deactivated", by=by, at=at, object_type="user", object_id=locked.pk)
    return locked
