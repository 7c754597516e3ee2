"""Organisations, their sites and wards: add, change, take out of use."""

from datetime import datetime

from django.db import IntegrityError, transaction

from partners import access, audit
from partners.actors import Actor, SystemActor
from partners.errors import NotAllowed, UnableTo
from partners.models import Organisation, Site, Ward
from partners.roles import Permission


class UnableToChangeOrganisation(UnableTo):
    """The organisation, site or ward cannot be as asked."""


def check_may_manage(by: Actor) -> None:
    """Administrators manage every organisation of this installation, not only their own; later versions narrow it.

    Raises NotAllowed.
    """
    if not isinstance(by, SystemActor) and not access.has_permission(by, Permission.PARTNERS_MANAGE):
        raise NotAllowed("Only an administrator can change organisations, sites, wards and schemes.")


@transaction.atomic
def add_organisation(*, name: str, kind: str, ods_code: str = "", by: Actor, at: datetime) -> Organisation:
    """Add an organisation. Raises UnableToChangeOrganisation when the name or the ODS code is taken."""
    check_may_manage(by)
    _check_names_free(name, ods_code)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(name=name, kind=kind, ods_code=ods_code.upper())
    except IntegrityError:  # taken since the check: by another administrator, or by the first press of this button
        _check_names_free(name, ods_code)
        raise
    audit.record(action="organisation_added", by=by, at=at, object_type="organisation", object_id=organisation.pk)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, name: str, kind: str, ods_code: str, active: bool, by: Actor, at: datetime
) -> Organisation:
    """Correct an organisation's details, or take it out of use: its people lose their rights until it is in use again.

    Raises UnableToChangeOrganisation when the name or the ODS code is taken, or when administrators
    would take their own organisation out of use and lock themselves out.
    """
    check_may_manage(by)
    locked = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    _check_names_free(name, ods_code, but=locked.pk)
    if not active and locked.pk in _own_organisations(by):
        raise UnableToChangeOrganisation("This is your own organisation, so you cannot take it out of use.")
    changed = [
        field
        for field, value in (("name", name), ("kind", kind), ("ods_code", ods_code.upper()), ("active", active))
        if getattr(locked, field) != value
    ]
    if not changed:
        return locked
    locked.name, locked.kind, locked.ods_code, locked.active = name, kind, ods_code.upper(), active
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError:
        _check_names_free(name, ods_code, but=locked.pk)
        raise
    audit.record(
        action="organisation_changed",
        by=by,
        at=at,
        object_type="organisation",
        object_id=locked.pk,
        detail={"changed": changed},
    )
    return locked


@transaction.atomic
def add_site(*, organisation: Organisation, name: str, ods_code: str = "", by: Actor, at: datetime) -> Site:
    """Add a hospital or other place to an organisation. Raises UnableToChangeOrganisation when it is there already."""
    check_may_manage(by)
    try:
        with transaction.atomic():
            site = Site.objects.create(organisation=organisation, name=name, ods_code=ods_code.upper())
    except IntegrityError as taken:
        raise UnableToChangeOrganisation(f"{organisation.name} already has a site called {name}.") from taken
    audit.record(action="site_added", by=by, at=at, object_type="site", object_id=site.pk)
    return site


@transaction.atomic
def add_ward(*, site: Site, name: str, kind: str, by: Actor, at: datetime) -> Ward:
    """Add a ward, emergency department or team to a site. Raises UnableToChangeOrganisation when it is there."""
    check_may_manage(by)
    try:
        with transaction.atomic():
            ward = Ward.objects.create(site=site, name=name, kind=kind)
    except IntegrityError as taken:
        raise UnableToChangeOrganisation(f"{site.name} already has a ward called {name}.") from taken
    audit.record(action="ward_added", by=by, at=at, object_type="ward", object_id=ward.pk)
    return ward


@transaction.atomic
def set_ward_active(*, ward: Ward, active: bool, by: Actor, at: datetime) -> Ward:
    """Open or close a ward for new referrals. Cases that came from it stay where they are."""
    check_may_manage(by)
    locked = Ward.objects.select_for_update(of=("self",), no_key=True).get(pk=ward.pk)
    if locked.active != active:
        locked.active = active
        locked.save(update_fields=["active"])
        audit.record(
            action="ward_opened" if active else "ward_closed",
            by=by,
            at=at,
            object_type="ward",
            object_id=locked.pk,
        )
    return locked


def _check_names_free(name: str, ods_code: str, but: int | None = None) -> None:
    others = Organisation.objects.exclude(pk=but) if but else Organisation.objects.all()
    if others.filter(name__iexact=name).exists():
        raise UnableToChangeOrganisation("An organisation with this name is already here.")
    if ods_code and others.filter(ods_code__iexact=ods_code).exists():
        raise UnableToChangeOrganisation("An organisation with this ODS code is already here.")


def _own_organisations(by: Actor) -> set[int]:
    if isinstance(by, SystemActor):
        return set()
    return {membership.organisation_id for membership in access.active_memberships(by)}
