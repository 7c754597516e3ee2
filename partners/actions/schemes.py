"""Schemes and the organisations that take part in them. Some parts give rights at the scheme (`partners.roles`): each
action that changes a part brings the grants up to date."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from partners import access, audit
from partners.actions.organisations import check_may_manage
from partners.actors import Actor
from partners.errors import UnableTo
from partners.models import Organisation, Scheme, SchemePartner
from partners.opening import Week, check_week, office_week

_NAME_TAKEN = "A scheme with this name is already here."


class UnableToChangeScheme(UnableTo):
    """The scheme cannot be as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDetails:
    """What an administrator says about a scheme. Dates and times are London's; the last day is included.

    `hours`: the week as `partners.opening` has it.
    """

    name: str
    area: str
    summary: str = ""
    starts_on: date
    ends_on: date | None = None
    hours: Week = field(default_factory=office_week)
    open_on_bank_holidays: bool = False
    phone: str = ""
    active: bool = True


@transaction.atomic
def add_scheme(*, lead: Organisation, details: SchemeDetails, by: Actor, at: datetime, slug: str = "") -> Scheme:
    """Add a scheme. `slug`: how its address is spelt, made from its name if empty.

    Raises UnableToChangeScheme when the name is taken or dates or hours are not in order.
    """
    check_may_manage(by)
    _check(details)
    try:
        with transaction.atomic():
            scheme = Scheme.objects.create(
                lead_organisation=lead, slug=slug or _free_slug(details.name), **asdict(details)
            )
    except IntegrityError as taken:
        raise UnableToChangeScheme(_NAME_TAKEN) from taken
    access.bring_role_groups_up_to_date([lead.pk])
    audit.record(action="scheme_added", by=by, at=at, object_type="scheme", object_id=scheme.pk)
    return scheme


@transaction.atomic
def change_scheme(*, scheme: Scheme, details: SchemeDetails, by: Actor, at: datetime) -> Scheme:
    """Change a scheme's details. Who leads it stays: its open cases would change hands with it.

    Deadlines that run already keep the hours they started with. Raises UnableToChangeScheme as `add_scheme`.
    """
    check_may_manage(by)
    locked = Scheme.objects.select_for_update(of=("self",), no_key=True).get(pk=scheme.pk)
    _check(details, but=locked.pk)
    changed = [name for name, value in asdict(details).items() if getattr(locked, name) != value]
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, getattr(details, name))
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as taken:
        raise UnableToChangeScheme(_NAME_TAKEN) from taken
    audit.record(
        action="scheme_changed",
        by=by,
        at=at,
        object_type="scheme",
        object_id=locked.pk,
        detail={"changed": changed},
    )
    return locked


@transaction.atomic
def add_scheme_partner(
    *, scheme: Scheme, organisation: Organisation, part: str, by: Actor, at: datetime
) -> SchemePartner:
    """Let an organisation take part in a scheme. Adding it again changes nothing."""
    check_may_manage(by)
    partner, created = SchemePartner.objects.get_or_create(scheme=scheme, organisation=organisation, part=part)
    if created:
        access.bring_role_groups_up_to_date([organisation.pk])
        audit.record(
            action="scheme_partner_added",
            by=by,
            at=at,
            object_type="scheme",
            object_id=scheme.pk,
            detail={"organisation": organisation.pk, "part": part},
        )
    return partner


@transaction.atomic
def remove_scheme_partner(*, partner: SchemePartner, by: Actor, at: datetime) -> None:
    """End an organisation's part in a scheme, and the rights its people had at the scheme by it.

    Its present cases stay visible to it; new ones cannot be given to it.
    """
    check_may_manage(by)
    removed, _ = SchemePartner.objects.filter(pk=partner.pk).delete()
    if removed:
        access.bring_role_groups_up_to_date([partner.organisation_id])
        audit.record(
            action="scheme_partner_removed",
            by=by,
            at=at,
            object_type="scheme",
            object_id=partner.scheme_id,
            detail={"organisation": partner.organisation_id, "part": partner.part},
        )


def _check(details: SchemeDetails, but: int | None = None) -> None:
    if Scheme.objects.filter(name__iexact=details.name).exclude(pk=but or 0).exists():
        raise UnableToChangeScheme(_NAME_TAKEN)
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise UnableToChangeScheme("The last day must be the first day or after it.")
    try:
        check_week(details.hours)
    except ValueError as wrong:
        raise UnableToChangeScheme(f"{wrong}.") from wrong


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "scheme"
    taken = set(Scheme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base in ("add",):  # the address of the page that adds one
        base = f"{base}-scheme"
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)
