from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Organisation, Scheme, SharingAgreement, Ward
from referrals.lifecycle import (
    BEFORE_DECISION,
    OPEN,
    STATUS_CHOICES,
    STATUS_LABELS,
    Part,
    Status,
)
from referrals.models.patient import Patient


class Urgency(models.TextChoices):
    EMERGENCY = "emergency", "Emergency"
    URGENT = "urgent", "Urgent"
    ROUTINE = "routine", "Routine"


class Purpose(models.TextChoices):
    DISCHARGE = "discharge", "To go home from hospital"
    AVOIDANCE = "admission_avoidance", "Not to be admitted"


class Referral(models.Model):
    """One request for help with where a person lives, from the ward's draft to the closed case.

    `status` is written only by `referrals.actions.transition`. `lead_organisation` and `referrer_organisation`
    always equal
    the current party rows (triggers keep them so), because the hottest lists need them without a join.
    """

    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=24, choices=STATUS_CHOICES, default=Status.DRAFT.value)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="referrals")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, null=True, related_name="referrals")
    lead_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="cases_led",
        db_index=False,
    )
    referrer_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="cases_referred",
        db_index=False,
    )
    ward = models.ForeignKey(
        Ward,
        on_delete=models.PROTECT,
        null=True,
        related_name="referrals",
        db_index=False,
    )
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.DISCHARGE)
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.URGENT)

    # The draft: what was typed, page by page, until it is sent. A colleague on the ward can finish it.
    draft_answers = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="referrals_made",
        db_index=False,
    )
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    # The admission
    admitted_on = models.DateField(null=True)
    expected_discharge_on = models.DateField(null=True)
    # Start of the current readiness period, copied from the history so that lists can sort by it.
    ready_since = models.DateField(null=True)
    pathway = models.PositiveSmallIntegerField(null=True)

    # The home and the people
    tenure = models.CharField(max_length=30, blank=True, default="")
    household = models.CharField(max_length=30, blank=True, default="")
    what_stands_in_the_way = models.TextField(blank=True, default="")
    access_notes = models.TextField(blank=True, default="")  # keys, pets, parking: what somebody at the door must know
    safety_notes = models.TextField(blank=True, default="")  # risks to the people who visit; shown to providers
    source = models.CharField(max_length=20, default="form")  # form, import
    # Row fingerprint of an imported spreadsheet line: the same line makes no second case.
    import_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null is "not imported"

    # The decision and the work
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="caseload",
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=40, blank=True, default="")  # why declined or withdrawn
    # Shown to named people alone (`NamedPerson`): the patient works here, is a witness, or somebody must not find them.
    restricted = models.BooleanField(default=False)
    restricted_reason = models.CharField(max_length=20, blank=True, default="")
    discharged_on = models.DateField(null=True)
    destination = models.CharField(max_length=40, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    # The earliest deadline that somebody has to meet; kept by the clock actions.
    next_due_at = models.DateTimeField(null=True)
    is_open = models.GeneratedField(
        expression=Q(status__in=sorted(status.value for status in OPEN)),  # type: ignore[arg-type] # a condition is an expression
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[code for code, _ in STATUS_CHOICES]),
                name="referral_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT.value, Status.WITHDRAWN.value])
                | Q(
                    patient__isnull=False,
                    scheme__isnull=False,
                    lead_organisation__isnull=False,
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                ),
                name="referral_sent_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="referral_sent_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ACCEPTED.value, Status.DISCHARGED.value])
                | Q(assignee__isnull=False, decided_at__isnull=False),
                name="referral_accepted_has_coordinator",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.DECLINED.value, Status.WITHDRAWN.value]) | ~Q(reason_code=""),
                name="referral_ended_early_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DISCHARGED.value) | (Q(discharged_on__isnull=False) & ~Q(destination="")),
                name="referral_discharged_has_date_and_destination",
            ),
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True)
                | Q(admitted_on__isnull=True)
                | Q(discharged_on__gte=F("admitted_on")),
                name="referral_discharged_after_admission",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        Status.CLOSED.value,
                        Status.DECLINED.value,
                        Status.WITHDRAWN.value,
                    ],
                    ended_at__isnull=False,
                )
                | (
                    ~Q(
                        status__in=[
                            Status.CLOSED.value,
                            Status.DECLINED.value,
                            Status.WITHDRAWN.value,
                        ]
                    )
                    & Q(ended_at__isnull=True)
                ),
                name="referral_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(pathway__isnull=True) | Q(pathway__lte=3),
                name="referral_pathway_0_to_3",
            ),
            models.CheckConstraint(
                condition=Q(restricted=True) | Q(restricted_reason=""), name="referral_reason_only_while_restricted"
            ),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="referral_urgency_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="referral_purpose_known"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT.value)
                | Q(purpose=Purpose.AVOIDANCE)
                | Q(status=Status.WITHDRAWN.value)
                | Q(admitted_on__isnull=False),
                name="referral_discharge_has_admission",
            ),
        ]
        indexes = [
            # The caseload of one organisation, by due time. Counts are answered from the index alone, as long as it
            # holds every column that the policy on cases reads; the same of those that ended.
            models.Index(
                fields=["lead_organisation", "next_due_at", "id"],
                include=["assignee", "referrer_organisation", "status", "restricted", "ward"],
                condition=Q(is_open=True),
                name="referral_caseload",
            ),
            models.Index(
                fields=["lead_organisation", "ready_since", "id"],
                condition=Q(is_open=True),
                name="referral_lead_ready",
            ),
            models.Index(
                fields=["next_due_at", "id"],
                condition=Q(is_open=True),
                name="referral_open_due",
            ),
            models.Index(
                fields=["assignee", "lead_organisation", "next_due_at"],
                condition=Q(is_open=True),
                name="referral_assignee",
            ),
            # Few: the sweep that finds those which nobody who is named can work on looks at each.
            models.Index(
                fields=["lead_organisation"],
                condition=Q(is_open=True, restricted=True),
                name="referral_restricted",
            ),
            models.Index(
                fields=["lead_organisation", "-ended_at", "id"],
                include=["referrer_organisation", "restricted", "ward"],
                condition=Q(is_open=False),
                name="referral_lead_ended",
            ),
            models.Index(
                fields=["lead_organisation", "submitted_at", "id"],
                include=["patient"],  # whose they are, for the search by name
                name="referral_lead_submitted",
            ),
            models.Index(
                fields=["saved_at", "id"],
                condition=Q(status=Status.DRAFT.value),
                name="referral_old_drafts",
            ),
            # What a ward or a trust has under way, and its drafts by when they were saved.
            models.Index(fields=["ward", "status", "-saved_at"], name="referral_ward"),
            models.Index(fields=["referrer_organisation", "status", "-saved_at"], name="referral_referrer"),
            # What a trust's patients came to, in the order of the page and with what its count asks.
            models.Index(
                F("referrer_organisation"),
                F("discharged_on").desc(nulls_last=True),
                F("ended_at").desc(),
                F("id").desc(),
                include=["lead_organisation", "ward", "restricted", "status", "patient"],
                condition=Q(status__in=["closed", "declined", "discharged", "withdrawn"]),
                name="referral_referrer_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[Status(self.status)]

    @property
    def awaits_decision(self) -> bool:
        return Status(self.status) in BEFORE_DECISION


class ReferralParty(models.Model):
    """An organisation's part in a case, from when to when: the only source of who may see it.

    `is_open` and `submitted_at` are copies of the referral's, kept by a trigger, so that a partner's own list is
    one index scan.
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="parties", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts", db_index=False)
    part = models.CharField(max_length=16, choices=[(part.value, part.value) for part in Part])
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)
    # On what a partner was let in; a trigger refuses one without, unless it holds the case itself (ADR 12).
    agreement = models.ForeignKey(
        SharingAgreement, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision = models.ForeignKey(
        "referrals.SharingDecision", on_delete=models.RESTRICT, null=True, related_name="+", db_index=False
    )
    # From when the part stands on the person's own contract for a flat they moved in to, whatever is withdrawn.
    by_contract_from = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "organisation", "part"],
                condition=Q(to_at__isnull=True),
                name="party_current",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(to_at__isnull=True, part=Part.LEAD.value),
                name="party_one_lead",
            ),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")),
                name="party_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(
                F("organisation"),
                F("is_open").desc(),
                F("submitted_at").desc(),
                F("referral").desc(),
                condition=Q(to_at__isnull=True),
                name="party_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part} in {self.referral_id}"
