"""A patient's details are put right."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from partners.guards import requires
from partners.roles import Permission
from referrals import access
from referrals.actions import correction
from referrals.forms.correction import CorrectionForm
from referrals.identity import details_of, fingerprint_of
from referrals.london import london_date
from referrals.queries.history import in_words, patient_now
from referrals.views.case_form import case_form
from referrals.views.loading import load_case, person_of
from referrals.views.triage import GET_OR_POST


@requires(Permission.PATIENT_CORRECT)
@GET_OR_POST
def correct_patient(request: HttpRequest, reference: str) -> HttpResponse:
    """The details as they are, to be put right; after another's change, what is held now beside what was typed."""
    referral = load_case(request, reference, page="correct_patient")
    me, now = person_of(request), timezone.now()
    if referral.patient is None or not access.can_correct_patient(me, referral):
        raise PermissionDenied
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        held=details_of(referral.patient),
        opened=fingerprint_of(referral.patient),
        today=london_date(now),
        allow_test_numbers=settings.ALLOW_TEST_NHS_NUMBERS,
    )
    meanwhile: list[dict[str, str]] = []

    def act() -> None:
        try:
            correction.correct_patient(
                referral=referral,
                opened=form.cleaned_data["opened"],
                details=form.details(),
                reason=form.cleaned_data["reason"],
                by=me,
                at=now,
            )
        except correction.ChangedMeanwhile:
            referral.patient = patient_now(referral)
            form.reopen(fingerprint_of(referral.patient))
            meanwhile.extend(in_words(referral.patient))
            raise

    return case_form(
        request,
        referral,
        form,
        act=act,
        done=lambda: f"{reference}: the patient’s details are corrected.",
        heading="Correct the patient’s details",
        submit="Save the details",
        template="referrals/case/correct.html",
        meanwhile=meanwhile,
    )
