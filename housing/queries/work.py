"""The pages on which a coordinator plans and follows work."""

from django.db.models import QuerySet

from housing import access
from housing.models import CouncilApplication, Intervention, InterventionKind, Rehousing
from partners.models import Organisation, SchemePartner, User
from referrals.catalogue import NEEDS
from referrals.models import Referral

OWN_PAGES = ("temporary_flat", "rehousing")


def work_for(user: User, pk: int) -> Intervention:
    """A piece of work on a case this person's organisation leads. Raises Intervention.DoesNotExist."""
    return (
        access.visible_jobs(user)
        .filter(referral__lead_organisation__in=access.led_where(user))
        .select_related(
            "kind",
            "provider",
            "clock",
            "planned_by",
            "finished_by",
            "referral__patient",
            "referral__scheme",
            "referral__ward__site",
            "referral__assignee",
            "referral__lead_organisation",
        )
        .get(pk=pk)
    )


def rehousing_for(user: User, pk: int) -> Rehousing:
    """A search for a home this person may see. Raises Rehousing.DoesNotExist."""
    return (
        access.visible_rehousings(user)
        .select_related(
            "referral__patient",
            "referral__scheme",
            "referral__ward__site",
            "referral__assignee",
            "referral__lead_organisation",
            "started_by",
        )
        .get(pk=pk)
    )


def application_for(user: User, pk: int) -> CouncilApplication:
    """An application to a council this person may take further. Raises CouncilApplication.DoesNotExist."""
    return (
        access.visible_applications(user)
        .select_related(
            "referral__patient",
            "referral__scheme",
            "referral__ward__site",
            "referral__assignee",
            "referral__lead_organisation",
        )
        .get(pk=pk)
    )


def providers_of(referral: Referral) -> QuerySet[Organisation]:
    """The organisations that can be asked for work on this case: the scheme's providers, and whoever leads it."""
    partners = SchemePartner.objects.filter(scheme=referral.scheme_id or 0, part=SchemePartner.Part.PROVIDER)
    return (
        Organisation.objects.filter(active=True, pk__in=partners.values("organisation"))
        | Organisation.objects.filter(active=True, pk=referral.lead_organisation_id or 0)
    ).order_by("name")


def kinds_for(referral: Referral) -> list[tuple[InterventionKind, bool]]:
    """The kinds of work that can be planned, those which usually answer this case's needs first and marked.

    A temporary flat and a new home have pages of their own, on which they are booked and followed.
    """
    needs = set(referral.needs.values_list("code", flat=True))
    usual = {kind for need in NEEDS if need.code in needs for kind in need.usual_kinds}
    kinds = list(InterventionKind.objects.filter(active=True).exclude(code__in=OWN_PAGES).order_by("position", "label"))
    return [(kind, True) for kind in kinds if kind.code in usual] + [
        (kind, False) for kind in kinds if kind.code not in usual
    ]
