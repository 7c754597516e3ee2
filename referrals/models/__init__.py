from referrals.models.clock import Clock, ClockPause, OneOffHoliday, Rescheduling, SlaTarget
from referrals.models.file import CaseFile
from referrals.models.guarded import BreakGlass, NamedPerson
from referrals.models.need import (
    DelaySpan,
    ReadinessPeriod,
    ReferralNeed,
    ReferralRisk,
)
from referrals.models.past import (
    CarerPast,
    PatientPast,
    ReadinessPeriodPast,
    ReferralNeedPast,
    ReferralPast,
    ReferralRiskPast,
    SharingDecisionPast,
    SlaTargetPast,
)
from referrals.models.patient import Carer, Patient
from referrals.models.referral import Purpose, Referral, ReferralParty, Urgency
from referrals.models.rights import DataExport, ExportFile, LegalHold, RetentionItem, RetentionRun
from referrals.models.service_clock import ServiceClock
from referrals.models.sharing import SharingDecision
from referrals.models.timeline import Message, ReferralEvent

__all__ = [
    "BreakGlass",
    "Carer",
    "CarerPast",
    "CaseFile",
    "Clock",
    "ClockPause",
    "DataExport",
    "DelaySpan",
    "ExportFile",
    "LegalHold",
    "Message",
    "NamedPerson",
    "OneOffHoliday",
    "Patient",
    "PatientPast",
    "Purpose",
    "ReadinessPeriod",
    "ReadinessPeriodPast",
    "Referral",
    "ReferralEvent",
    "ReferralNeed",
    "ReferralNeedPast",
    "ReferralParty",
    "ReferralPast",
    "ReferralRisk",
    "ReferralRiskPast",
    "Rescheduling",
    "RetentionItem",
    "RetentionRun",
    "ServiceClock",
    "SharingDecision",
    "SharingDecisionPast",
    "SlaTarget",
    "SlaTargetPast",
    "Urgency",
]
