"""The pasts of what is asked: one class for each table that a person's act can change. `partners.models.past` says how.

Left out, since their words are no record yet or nobody changes them: a draft's answers and when they were saved (they
go with the draft), the deadline that lists sort by (a copy, kept by clocks), the fingerprint of an imported line; why a
case was restricted, which nobody may read here once it no longer is (the audit record keeps it).
"""

from partners.models.past import past_of
from referrals.models.clock import SlaTarget
from referrals.models.need import ReadinessPeriod, ReferralNeed, ReferralRisk
from referrals.models.patient import Carer, Patient
from referrals.models.referral import Referral
from referrals.models.sharing import SharingDecision


class PatientPast(past_of(Patient, exclude=("created_at", "anonymised_at"))):
    """Of who the person is, where they live and how they are reached."""


class CarerPast(past_of(Carer, index="referral")):
    """Of who looks after the patient."""


_NOT_OF_THE_CASE = (
    "draft_answers",
    "saved_at",
    "next_due_at",
    "is_open",
    "import_key",
    "restricted",
    "restricted_reason",
)


class ReferralPast(past_of(Referral, exclude=_NOT_OF_THE_CASE)):
    """Of the case: its admission, its home, its status and who has it."""


class ReferralNeedPast(past_of(ReferralNeed, index="referral")):
    """Of what stands in the way."""


class ReferralRiskPast(past_of(ReferralRisk, index="referral")):
    """Of the flags."""


class ReadinessPeriodPast(past_of(ReadinessPeriod, index="referral")):
    """Of when the person was ready to leave; corrections overwrite the period."""


class SharingDecisionPast(past_of(SharingDecision, index="referral")):
    """Of the grounds on which details are shared."""


class SlaTargetPast(past_of(SlaTarget)):
    """Of how long something may take."""
