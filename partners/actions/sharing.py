"""Agreements by which organisations share records: added, and ended. Nothing in one is changed after."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from partners import access, audit
from partners.actors import Actor, SystemActor, person
from partners.errors import NotAllowed, UnableTo
from partners.models import Organisation, SharingAgreement
from partners.roles import Permission
from partners.sharing import CATEGORY_LABELS, DataCategory, SharingPurpose, categories_missing


class UnableToAgree(UnableTo):
    """The agreement cannot be as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDetails:
    """What somebody says about an agreement. Days are London's; the last one is included, None: no end agreed."""

    purposes: Collection[str]
    categories: Collection[str]
    starts_on: date
    ends_on: date | None = None
    document_reference: str


@transaction.atomic
def add_agreement(
    *, giver: Organisation, receiver: Organisation, details: AgreementDetails, by: Actor, at: datetime
) -> SharingAgreement:
    """Record that `giver` may give `receiver` details of patients. The same again on the same paper changes nothing.

    Raises NotAllowed for somebody of neither organisation who is no administrator; UnableToAgree when something is
    missing or does not fit.
    """
    check_may_keep(by, giver.pk, receiver.pk)
    _check(giver, receiver, details)
    values = {
        "purposes": [each.value for each in SharingPurpose if each in details.purposes],
        "categories": [each.value for each in DataCategory if each in details.categories],
        "starts_on": details.starts_on,
        "ends_on": details.ends_on,
        "document_reference": details.document_reference.strip(),
    }
    # Locked, so that two presses of one button meet here and not in two rows.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=giver.pk)
    same = SharingAgreement.objects.filter(giver=giver, receiver=receiver, ended_at__isnull=True, **values).first()
    if same is not None:
        return same
    agreement = SharingAgreement.objects.create(
        giver=giver, receiver=receiver, added_at=at, added_by=person(by), **values
    )
    audit.record(
        action="sharing_agreement_added",
        by=by,
        at=at,
        object_type="sharingagreement",
        object_id=agreement.pk,
        detail={
            "giver": giver.pk,
            "receiver": receiver.pk,
            "purposes": values["purposes"],
            "categories": values["categories"],
            "from": str(details.starts_on),
            "to": str(details.ends_on or ""),
        },
    )
    return agreement


@transaction.atomic
def end_agreement(*, agreement: SharingAgreement, why: str, by: Actor, at: datetime) -> SharingAgreement:
    """Nothing new is shared under it from now on. Who takes part in a case already keeps their part until their work
    ends (ADR 12). Ending it twice changes nothing.

    Raises NotAllowed as `add_agreement`; UnableToAgree without a reason.
    """
    locked = SharingAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
    check_may_keep(by, locked.giver_id, locked.receiver_id)
    if locked.ended_at is not None:
        return locked
    if not why.strip():
        raise UnableToAgree("Enter why the agreement ends.")
    locked.ended_at, locked.ended_by, locked.ended_why = at, person(by), why.strip()
    locked.save(update_fields=["ended_at", "ended_by", "ended_why"])
    audit.record(
        action="sharing_agreement_ended",
        by=by,
        at=at,
        object_type="sharingagreement",
        object_id=locked.pk,
        detail={"giver": locked.giver_id, "receiver": locked.receiver_id},
    )
    return locked


def check_may_keep(by: Actor, giver_id: int, receiver_id: int) -> None:
    """Raises NotAllowed unless `access.may_keep_agreement`."""
    if not isinstance(by, SystemActor) and not access.may_keep_agreement(by, giver_id, receiver_id):
        raise NotAllowed(
            f"Only an administrator, or somebody of one of the two organisations with the right "
            f"“{Permission.SHARING_MANAGE.value}”, can change this agreement."
        )


def _check(giver: Organisation, receiver: Organisation, details: AgreementDetails) -> None:
    if giver.pk == receiver.pk:
        raise UnableToAgree("An organisation needs no agreement with itself. Select two organisations.")
    if not details.purposes or not set(details.purposes) <= set(SharingPurpose):
        raise UnableToAgree("Select what the details are shared for.")
    if not details.categories or not set(details.categories) <= set(DataCategory):
        raise UnableToAgree("Select which details are shared.")
    left_out = categories_missing(details.purposes, details.categories)
    if left_out:
        words = ", ".join(CATEGORY_LABELS[each].lower() for each in left_out)
        raise UnableToAgree(f"These are seen by whoever takes part for what you selected, so select them too: {words}.")
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise UnableToAgree("The last day must be the first day or after it.")
    if not details.document_reference.strip():
        raise UnableToAgree("Enter where the signed agreement is found.")
