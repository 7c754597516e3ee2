"""What the pages about sharing agreements show."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from partners import access
from partners.models import Organisation, Scheme, SchemePartner, SharingAgreement, User
from partners.roles import Permission
from partners.sharing import ENDS_SOON, SharingPurpose, category_words, purpose_words
from partners.words import day_of

#: The tabs of the list.
SHOWN = {"in_force": "In force", "soon": "Ends within 60 days", "ended": "Ended", "to_come": "Not begun"}
#: What a scheme's partner takes part for; the other parts see figures only.
PURPOSE_OF_SCHEME_PART = {
    SchemePartner.Part.REFERRER.value: SharingPurpose.ARRANGE,
    SchemePartner.Part.PROVIDER.value: SharingPurpose.HOME_WORK,
    SchemePartner.Part.ACCOMMODATION.value: SharingPurpose.FLAT,
}


@dataclass(frozen=True)
class AgreementLine:
    """One agreement in words. `state`: a key of `SHOWN`."""

    agreement: SharingAgreement
    state: str
    purposes: list[str]
    categories: list[str]

    @property
    def open(self) -> bool:
        return self.state != "ended"


def agreements(user: User, *, shown: str, at: datetime) -> QuerySet[SharingAgreement]:
    """The agreements of one tab that this person keeps, those that end first on top. `at` is UTC."""
    today = day_of(at)
    over = Q(ended_at__lte=at) | Q(ends_on__lt=today)
    begun = Q(starts_on__lte=today)
    rule = {
        "in_force": ~over & begun,
        "soon": ~over & begun & Q(ends_on__lte=today + ENDS_SOON),
        "ended": over,
        "to_come": ~over & ~begun,
    }[shown]
    return (
        access.agreements_visible_to(user)
        .filter(rule)
        .select_related("giver", "receiver")
        .order_by("-ends_on" if shown == "ended" else "ends_on", "giver__name", "receiver__name", "pk")
    )


def agreement(user: User, pk: int) -> SharingAgreement:
    """One agreement this person keeps. Raises SharingAgreement.DoesNotExist."""
    return access.agreements_visible_to(user).select_related("giver", "receiver", "added_by", "ended_by").get(pk=pk)


def line(agreement: SharingAgreement, at: datetime) -> AgreementLine:
    """An agreement in words, as it stands at this moment (UTC)."""
    today = day_of(at)
    if (agreement.ended_at is not None and agreement.ended_at <= at) or (
        agreement.ends_on is not None and agreement.ends_on < today
    ):
        state = "ended"
    elif agreement.starts_on > today:
        state = "to_come"
    elif agreement.ends_on is not None and agreement.ends_on <= today + ENDS_SOON:
        state = "soon"
    else:
        state = "in_force"
    return AgreementLine(agreement, state, purpose_words(agreement.purposes), category_words(agreement.categories))


def organisations_to_agree(user: User) -> QuerySet[Organisation]:
    """The organisations an agreement can be between: every one that is in use, for whoever keeps agreements."""
    if access.has_permission(user, Permission.SHARING_MANAGE) or access.has_permission(
        user, Permission.PARTNERS_MANAGE
    ):
        return Organisation.objects.filter(active=True).order_by("name")
    return Organisation.objects.none()


@dataclass(frozen=True)
class PartnerSharing:
    """Whether a scheme's partner may be given, or give, what its part needs. `state`: a key of `SHOWN`, "missing", or
    "" where nothing of a person is shared.
    """

    state: str = ""
    agreement: SharingAgreement | None = None
    giver_id: int = 0
    receiver_id: int = 0
    purpose: str = ""


def sharing_of_partners(scheme: Scheme, partners: list[SchemePartner], at: datetime) -> dict[int, PartnerSharing]:
    """For each partner of a scheme (by its row's id) the agreement that its part stands on. One query."""
    lead = scheme.lead_organisation_id
    others = {partner.organisation_id for partner in partners} - {lead}
    found = [
        each
        for each in SharingAgreement.objects.filter(
            Q(giver=lead, receiver__in=others) | Q(giver__in=others, receiver=lead), ended_at__isnull=True
        ).order_by("-ends_on", "pk")
        if each.as_rule().in_force(at)
    ]
    return {partner.pk: _sharing_of(partner, lead, found, at) for partner in partners}


def _sharing_of(partner: SchemePartner, lead: int, found: list[SharingAgreement], at: datetime) -> PartnerSharing:
    purpose = PURPOSE_OF_SCHEME_PART.get(partner.part)
    if purpose is None or partner.organisation_id == lead:
        return PartnerSharing()
    giver, receiver = (
        (partner.organisation_id, lead) if purpose is SharingPurpose.ARRANGE else (lead, partner.organisation_id)
    )
    held = next(
        (each for each in found if (each.giver_id, each.receiver_id) == (giver, receiver) and purpose in each.purposes),
        None,
    )
    state = line(held, at).state if held else "missing"
    return PartnerSharing(state, held, giver, receiver, purpose.value)
