"""What the ward form needs to know, and the drafts that wait to be finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from partners import access as partners
from partners.models import Organisation, Scheme, SchemePartner, User, Ward
from partners.roles import Permission
from referrals import access, deadlines, nhs_number
from referrals.catalogue import URGENCIES
from referrals.forms.ward_context import WardChoice, WardFormContext
from referrals.lifecycle import Status
from referrals.london import london_date
from referrals.models import Referral
from referrals.queries.beyond import open_referrals_of


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """An open referral for the patient being referred: what anybody on a ward may know of it.

    `patient_name` and `visible` only where the person may open the case anyway.
    """

    reference: str
    service: str
    sent_at: datetime | None
    from_where: str
    patient_name: str
    visible: bool


def drafts_of(user: User) -> QuerySet[Referral]:
    """The drafts this person may finish, the latest first: those of their wards, or of their whole trust."""
    return (
        access.visible_to(user)
        .filter(
            status=Status.DRAFT,
            referrer_organisation__in=partners.organisations_where(user, Permission.REFERRAL_MAKE),
        )
        .select_related("ward__site", "made_by")
        .order_by("-saved_at", "-pk")
    )


def wards_of(user: User, organisation: Organisation) -> list[Ward]:
    """The wards from which this person may refer: the discharge team from any of the trust's, others from their own."""
    wards = Ward.objects.filter(active=True, site__organisation=organisation).select_related("site")
    if not partners.has_permission(user, Permission.REFERRAL_VIEW, organisation.pk):
        wards = wards.filter(pk__in=partners.own_ward_ids(user))
    return list(wards.order_by("site__name", "name", "pk"))


def first_ward(user: User, organisation: Organisation, wards: list[Ward]) -> Ward | None:
    """The ward a new draft belongs to until it is asked: one's own, or none yet for somebody of the whole trust."""
    whole_trust = partners.has_permission(user, Permission.REFERRAL_VIEW, organisation.pk)
    return None if whole_trust and len(wards) > 1 else wards[0]


def ward_with(pk: int) -> Ward:
    """The ward with this id, from a list that `wards_of` gave. Raises Ward.DoesNotExist."""
    return Ward.objects.get(pk=pk)


def schemes_of(organisation: Organisation, at: datetime) -> list[Scheme]:
    """The services that take referrals from this organisation now."""
    today = london_date(at)
    return list(
        Scheme.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            active=True,
            starts_on__lte=today,
            partners__organisation=organisation,
            partners__part=SchemePartner.Part.REFERRER,
        )
        .select_related("lead_organisation")
        .order_by("name")
    )


def open_referrals_seen(user: User, number: str, *, apart_from: Referral | None = None) -> list[OpenReferral]:
    """The open referrals for this NHS number, whoever made them; names only of cases this person may open."""
    found = [each for each in open_referrals_of(number, user) if apart_from is None or each.pk != apart_from.pk]
    visible = access.visible_to(user).filter(pk__in=[each.pk for each in found]).select_related("patient")
    seen = {each.pk: each.patient.full_name if each.patient else "" for each in visible}
    return [
        OpenReferral(
            reference=each.reference,
            service=each.service,
            sent_at=each.sent_at,
            from_where=each.from_where,
            patient_name=seen.get(each.pk, ""),
            visible=each.pk in seen,
        )
        for each in found
    ]


def number_typed(answers: Mapping[str, Any]) -> str:
    """The ten digits on the first page, or nothing where they are none or wrong."""
    try:
        return nhs_number.check(
            str((answers.get("who") or {}).get("nhs_number") or ""),
            allow_test_range=settings.ALLOW_TEST_NHS_NUMBERS,
        )
    except nhs_number.NhsNumberProblem:
        return ""


def form_context(
    *,
    user: User,
    organisation: Organisation,
    answers: Mapping[str, Any],
    at: datetime,
    second_needed: bool,
) -> WardFormContext:
    """What the pages must know beside the answers, for this person now."""
    wards = wards_of(user, organisation)
    schemes = schemes_of(organisation, at)
    scheme = _chosen_scheme(schemes, answers)
    return WardFormContext(
        today=london_date(at),
        wards=tuple(WardChoice(each.pk, each.name, each.site.name) for each in wards),
        schemes=tuple((each.pk, each.name) for each in schemes),
        default_ward_id=wards[0].pk if len(wards) == 1 else None,
        default_scheme_id=schemes[0].pk if len(schemes) == 1 else None,
        promises={each.code: deadlines.promise(scheme, each.target, at) for each in URGENCIES},
        allow_test_numbers=settings.ALLOW_TEST_NHS_NUMBERS,
        second_needed=second_needed,
        lead_name=scheme.lead_organisation.name if scheme else "",
    )


def _chosen_scheme(schemes: list[Scheme], answers: Mapping[str, Any]) -> Scheme | None:
    """The service of this draft: the one there is, or the one chosen."""
    if len(schemes) == 1:
        return schemes[0]
    chosen = str((answers.get("where") or {}).get("scheme") or "")
    return next((each for each in schemes if str(each.pk) == chosen), None)
