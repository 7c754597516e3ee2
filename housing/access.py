"""Who may see a job, a stay or a flat and do what to it. The object rule stands beside the list rule.

Jobs. A person sees a piece of work when, in the role they work in:

- they may see their organisation's jobs, it was asked of their organisation, and that organisation takes part in the
  case now as a provider (its part ends with its last open job, and with it the person's name and address); or
- they may plan work for the organisation that leads the case.

Applications to a council and searches for a home are opened and taken further by those who may plan work for the
organisation that leads the case.

Jobs, stays, applications and searches for a home of a restricted case are there for the people named on it only.

They do it (accept, done, cannot be done) when it is asked of their organisation, which takes part now, and they may
do its jobs; a coordinator of the leading organisation may record the end of it on the provider's behalf.

Photos. A provider's person who sees a job sees, of the files on its case, the photos that the lead shows to providers
and the photos their own organisation added; nothing else, and nothing that was removed. They add photos to an open job
that they may do, and whoever added one may remove it.

Stays. A person sees a stay when:

- they may see who is booked into their organisation's flats, the flat is their organisation's, and that organisation
  takes part in the case now as the one that provides the flat; or
- they may book flats for the organisation that leads the case.

Flats. A person sees a flat when it is their organisation's and they may see its stays, or when it belongs to a scheme
that their organisation leads and they may book. Only the flat's own organisation takes it out of use.

Buildings. Administrators add and change every building and its flats, as they do organisations and schemes, and see
nobody who stays there.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from housing.models import Building, CouncilApplication, Intervention, Rehousing, Stay, Unit
from partners import access as partners
from partners.actors import Actor, SystemActor
from partners.looks import Why
from partners.minimum_data import Reader, may_show
from partners.models import User
from partners.roles import Permission
from referrals import access as referral_access
from referrals.lifecycle import Part
from referrals.models import CaseFile, Referral, ReferralParty


def visible_jobs(user: User) -> QuerySet[Intervention]:
    """The work this person may see with the person and place it is for: first rule at the top of this module."""
    rule = Q(pk__in=[])
    mine = partners.organisations_where(user, Permission.WORK_VIEW)
    if mine:
        takes_part = ReferralParty.objects.filter(
            referral=OuterRef("referral"), organisation=OuterRef("provider"), part=Part.PROVIDER, to_at__isnull=True
        )
        rule |= Q(provider__in=mine, commissioned_at__isnull=False) & Q(Exists(takes_part))
    led = partners.organisations_where(user, Permission.WORK_PLAN)
    if led:
        rule |= Q(referral__lead_organisation__in=led)
    return Intervention.objects.filter(rule).filter(referral_access.not_hidden_from(user, "referral__"))


def own_jobs(user: User) -> QuerySet[Intervention]:
    """Everything ever asked of this person's organisation: for the list of finished work, which names nobody."""
    # Beside the case and not through it: once the part is over, the database shows the case no longer.
    hidden = Referral.objects.filter(pk=OuterRef("referral")).exclude(referral_access.not_hidden_from(user))
    return Intervention.objects.filter(
        ~Exists(hidden),
        provider__in=partners.organisations_where(user, Permission.WORK_VIEW),
        commissioned_at__isnull=False,
    )


def can_view_job(user: User, job: Intervention) -> bool:
    """May this person see this work with the person and place it is for? First rule at the top of this module."""
    return leads(user, Permission.WORK_PLAN, job.referral) or _sees_as_provider(user, job)


def why_job(user: User, job: Intervention) -> Why:
    """Why this person sees this job, which they do: for the read log. No query."""
    if job.referral.restricted:
        return Why.NAMED
    return Why.LEAD if leads_at(user, Permission.WORK_PLAN, job.referral) else Why.PROVIDER


def can_work(user: User, job: Intervention) -> bool:
    """May this person accept or finish this work for their organisation? Second rule at the top of this module."""
    return (
        job.commissioned_at is not None
        and job.provider_id in partners.organisations_where(user, Permission.WORK_DO)
        and _takes_part(user, job.referral, job.provider_id, Part.PROVIDER)
    )


def visible_photos(user: User, job: Intervention) -> QuerySet[CaseFile]:
    """The photos this person sees as the provider of this job: rule on photos at the top of this module."""
    if not _sees_as_provider(user, job) or not may_show(Reader.PROVIDER, "photos"):
        return CaseFile.objects.none()
    return CaseFile.objects.filter(
        Q(for_provider=True) | Q(organisation=job.provider_id),
        referral=job.referral_id,
        kind=CaseFile.Kind.PHOTO,
        removed_at__isnull=True,
    )


def can_view_photo(user: User, job: Intervention, file: CaseFile) -> bool:
    """May this person see this photo as the provider of this job? Rule on photos at the top of this module."""
    return (
        file.referral_id == job.referral_id
        and file.kind == CaseFile.Kind.PHOTO
        and file.removed_at is None
        and (file.for_provider or file.organisation_id == job.provider_id)
        and may_show(Reader.PROVIDER, "photos")
        and _sees_as_provider(user, job)
    )


def can_add_photo(user: User, job: Intervention) -> bool:
    """May this person add a photo to this job now? Rule on photos at the top of this module."""
    return job.status in Intervention.OPEN and can_work(user, job)


def can_remove_photo(user: User, job: Intervention, file: CaseFile) -> bool:
    """May this person remove this photo again? Rule on photos at the top of this module."""
    return can_view_photo(user, job, file) and file.uploaded_by_id == user.pk


def _sees_as_provider(user: User, job: Intervention) -> bool:
    return (
        job.commissioned_at is not None
        and job.provider_id in partners.organisations_where(user, Permission.WORK_VIEW)
        and _takes_part(user, job.referral, job.provider_id, Part.PROVIDER)
    )


def can_plan(user: User, referral: Referral) -> bool:
    """May this person plan, ask for and cancel work on this case, and see what it costs?"""
    return leads(user, Permission.WORK_PLAN, referral) and referral_access.can_view(user, referral)


def led_where(user: User) -> frozenset[int]:
    """The organisations for whose cases this person plans work."""
    return partners.organisations_where(user, Permission.WORK_PLAN)


def visible_stays(user: User) -> QuerySet[Stay]:
    """The stays this person may see: third rule at the top of this module."""
    rule = Q(pk__in=[])
    own = partners.organisations_where(user, Permission.STAY_VIEW)
    if own:
        takes_part = ReferralParty.objects.filter(
            referral=OuterRef("referral"),
            organisation=OuterRef("unit__building__organisation"),
            part=Part.ACCOMMODATION,
            to_at__isnull=True,
        )
        rule |= Q(unit__building__organisation__in=own) & Q(Exists(takes_part))
    led = partners.organisations_where(user, Permission.STAY_BOOK)
    if led:
        rule |= Q(referral__lead_organisation__in=led)
    return Stay.objects.filter(rule).filter(referral_access.not_hidden_from(user, "referral__"))


def can_view_stay(user: User, stay: Stay) -> bool:
    """May this person see this stay? Third rule at the top of this module."""
    if leads(user, Permission.STAY_BOOK, stay.referral):
        return True
    owner = stay.unit.building.organisation_id
    return owner in partners.organisations_where(user, Permission.STAY_VIEW) and _takes_part(
        user, stay.referral, owner, Part.ACCOMMODATION
    )


def why_stay(user: User, stay: Stay) -> Why:
    """Why this person sees this stay, which they do: for the read log. No query."""
    if stay.referral.restricted:
        return Why.NAMED
    return Why.LEAD if leads_at(user, Permission.STAY_BOOK, stay.referral) else Why.ACCOMMODATION


def can_manage_stay(user: User, stay: Stay) -> bool:
    """May this person confirm this stay and record who moves in and out? Managers of the flat's organisation."""
    owner = stay.unit.building.organisation_id
    return owner in partners.organisations_where(user, Permission.STAY_MANAGE) and _takes_part(
        user, stay.referral, owner, Part.ACCOMMODATION
    )


def runs_flat(user: User, stay: Stay) -> bool:
    """Does this person manage flats for the organisation this one belongs to, whether or not it still takes part?"""
    manages = partners.organisations_where(user, Permission.STAY_MANAGE)
    return stay.unit.building.organisation_id in manages and not referral_access.hidden_from(user, stay.referral)


def can_change_booking(user: User, stay: Stay) -> bool:
    """May this person change or cancel the booking, write its support plan and record its team reviews and its housing
    benefit claim? Those who manage it and those who book.
    """
    return can_manage_stay(user, stay) or leads(user, Permission.STAY_BOOK, stay.referral)


def visible_units(user: User) -> QuerySet[Unit]:
    """The flats this person may see: paragraph on flats at the top of this module."""
    return Unit.objects.filter(
        Q(building__organisation__in=partners.organisations_where(user, Permission.STAY_VIEW))
        | Q(building__scheme__lead_organisation__in=partners.organisations_where(user, Permission.STAY_BOOK))
    )


def can_view_unit(user: User, unit: Unit) -> bool:
    """May this person see this flat? Paragraph on flats at the top of this module."""
    return unit.building.organisation_id in partners.organisations_where(
        user, Permission.STAY_VIEW
    ) or unit.building.scheme.lead_organisation_id in partners.organisations_where(user, Permission.STAY_BOOK)


def can_void(user: User, unit: Unit) -> bool:
    """May this person take this flat out of use? Managers of its organisation."""
    return unit.building.organisation_id in partners.organisations_where(user, Permission.STAY_MANAGE)


def can_manage_buildings(by: Actor) -> bool:
    """May this person add and change buildings and flats? Paragraph on buildings at the top of this module."""
    return isinstance(by, SystemActor) or partners.has_permission(by, Permission.PARTNERS_MANAGE)


def visible_buildings(user: User) -> QuerySet[Building]:
    """The buildings this person may open and change: every one for administrators, none for anybody else."""
    return Building.objects.all() if can_manage_buildings(user) else Building.objects.none()


def visible_rehousings(user: User) -> QuerySet[Rehousing]:
    """The searches for a home this person may open and change: those of cases their organisation leads."""
    return Rehousing.objects.filter(
        referral_access.not_hidden_from(user, "referral__"),
        referral__lead_organisation__in=partners.organisations_where(user, Permission.WORK_PLAN),
    )


def why_rehousing(rehousing: Rehousing) -> Why:
    """Why somebody who sees this search sees it: for the read log. No query."""
    return Why.NAMED if rehousing.referral.restricted else Why.LEAD


def can_rehouse(user: User, rehousing: Rehousing) -> bool:
    """May this person record the steps to this new home? Coordinators of the leading organisation."""
    return leads(user, Permission.WORK_PLAN, rehousing.referral)


def visible_applications(user: User) -> QuerySet[CouncilApplication]:
    """The applications to a council this person may open and take further: those of cases their organisation leads."""
    return CouncilApplication.objects.filter(
        referral_access.not_hidden_from(user, "referral__"),
        referral__lead_organisation__in=partners.organisations_where(user, Permission.WORK_PLAN),
    )


def why_application(application: CouncilApplication) -> Why:
    """Why somebody who sees this application sees it: for the read log. No query."""
    return Why.NAMED if application.referral.restricted else Why.LEAD


def can_apply(user: User, application: CouncilApplication) -> bool:
    """May this person record how far this application has come? Coordinators of the leading organisation."""
    return leads(user, Permission.WORK_PLAN, application.referral)


def stopped_jobs(*cases: Referral) -> QuerySet[Intervention]:
    """The jobs somebody was asked for who may not see the person any more: sharing was withdrawn. Of these cases."""
    return all_stopped_jobs().filter(referral__in=cases).select_related("kind", "provider", "referral").order_by("pk")


def stopped_stays(*cases: Referral) -> QuerySet[Stay]:
    """The bookings whose manager may not see the person any more: sharing was withdrawn. Of these cases."""
    return (
        all_stopped_stays()
        .filter(referral__in=cases)
        .select_related("unit__building__organisation", "referral")
        .order_by("pk")
    )


def all_stopped_jobs() -> QuerySet[Intervention]:
    """The jobs of every case that stopped so; the caller narrows them to what somebody may see."""
    takes_part = ReferralParty.objects.filter(
        referral=OuterRef("referral"), organisation=OuterRef("provider"), part=Part.PROVIDER, to_at__isnull=True
    )
    return Intervention.objects.filter(
        ~Exists(takes_part), status__in=[Intervention.Status.COMMISSIONED, Intervention.Status.ACCEPTED]
    )


def all_stopped_stays() -> QuerySet[Stay]:
    """The bookings of every case that stopped so; the caller narrows them to what somebody may see."""
    takes_part = ReferralParty.objects.filter(
        referral=OuterRef("referral"),
        organisation=OuterRef("unit__building__organisation"),
        part=Part.ACCOMMODATION,
        to_at__isnull=True,
    )
    return Stay.objects.filter(
        ~Exists(takes_part), status__in=[Stay.Status.PROVISIONAL, Stay.Status.CONFIRMED, Stay.Status.ARRIVED]
    )


def leads(user: User, permission: Permission, referral: Referral) -> bool:
    """Has this person this right at the organisation that leads the case, and is the case not restricted to others?"""
    return leads_at(user, permission, referral) and not referral_access.hidden_from(user, referral)


def leads_at(user: User, permission: Permission, referral: Referral) -> bool:
    """Has this person this right at the organisation that leads the case? Without asking whom it is restricted to."""
    return referral.lead_organisation_id is not None and referral.lead_organisation_id in partners.organisations_where(
        user, permission
    )


def _takes_part(user: User, referral: Referral, organisation_id: int | None, part: Part) -> bool:
    return (
        not referral_access.hidden_from(user, referral)
        and ReferralParty.objects.filter(
            referral=referral, organisation_id=organisation_id or 0, part=part, to_at__isnull=True
        ).exists()
    )
