from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Organisation
from referrals.models import Clock, Referral


class InterventionKind(models.Model):
    """A kind of work in the catalogue: data, so that a service adds its own without new code."""

    code = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=100)
    group = models.CharField(max_length=40)
    description = models.CharField(max_length=300, blank=True, default="")
    # Whether the person cannot go home before this is done, unless the plan says otherwise.
    blocks_discharge = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.label


class Intervention(models.Model):
    """One piece of work on a case: planned, commissioned from somebody, done or not."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        COMMISSIONED = "commissioned", "Asked for"
        ACCEPTED = "accepted", "Taken on"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Cannot be done"
        CANCELLED = "cancelled", "Cancelled"

    OPEN = (Status.PLANNED, Status.COMMISSIONED, Status.ACCEPTED)

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="interventions", db_index=False)
    kind = models.ForeignKey(InterventionKind, on_delete=models.PROTECT, related_name="interventions")
    provider = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="jobs",
        db_index=False,
    )
    status = models.CharField(max_length=16, choices=Status, default=Status.PLANNED)
    urgency = models.CharField(max_length=12, default="urgent")
    # What the provider is asked to do; never clinical.
    instructions = models.TextField(blank=True, default="")
    funding_source = models.CharField(max_length=40)
    estimated_cost = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    actual_cost = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    blocks_discharge = models.BooleanField(default=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    commissioned_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    finish_note = models.TextField(blank=True, default="")
    # Runs from commissioning to completion: 24 hours or 3 working days in Oldham's standards.
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="intervention")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "cancelled"]) | Q(commissioned_at__isnull=False),
                name="intervention_commissioned_has_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["done", "not_done", "cancelled"],
                    finished_at__isnull=False,
                    finished_by__isnull=False,
                )
                | (
                    ~Q(status__in=["done", "not_done", "cancelled"])
                    & Q(finished_at__isnull=True, finished_by__isnull=True)
                ),
                name="intervention_finished_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_done") | ~Q(finish_note=""),
                name="intervention_not_done_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(commissioned_at__isnull=True)
                | Q(finished_at__isnull=True)
                | Q(finished_at__gte=F("commissioned_at")),
                name="intervention_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(estimated_cost__isnull=True) | Q(estimated_cost__gte=0),
                name="intervention_estimate_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(actual_cost__isnull=True) | Q(actual_cost__gte=0),
                name="intervention_cost_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(status="planned") | Q(status="cancelled") | Q(provider__isnull=False),
                name="intervention_commissioned_from_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["referral", "status"], name="intervention_referral"),
            models.Index(
                fields=["provider", "status", "commissioned_at"],
                name="intervention_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"Work {self.pk}"


class HomeAssessment(models.Model):
    """Whether the home is fit to go back to, found face to face or from what people say. A new one never changes
    an old one."""

    class Verdict(models.TextChoices):
        FIT = "fit", "Fit to go home to"
        FIT_AFTER_WORK = "fit_after_work", "Fit once work is done"
        NOT_FIT = "not_fit", "Not fit: another home is needed"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="assessments", db_index=False)
    assessed_on = models.DateField()
    how = models.CharField(
        max_length=20,
        choices=[
            ("visit", "Visited the home"),
            ("ward", "Talked on the ward"),
            ("phone", "By telephone"),
        ],
    )
    # Area code → finding code, both from the catalogue.
    findings = models.JSONField(default=dict)
    verdict = models.CharField(max_length=16, choices=Verdict)
    summary = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["referral", "-recorded_at"], name="assessment_referral")]

    def __str__(self) -> str:
        return f"Assessment {self.pk}"


class Rehousing(models.Model):
    """Finding another home, from application to tenancy. Each step has its date; steps can be skipped, never run
    backwards."""

    class Status(models.TextChoices):
        APPLIED = "applied", "Applied"
        REGISTERED = "registered", "On the register"
        OFFERED = "offered", "Home offered"
        VIEWED = "viewed", "Home viewed"
        SIGNED = "signed", "Tenancy signed"
        ENDED = "ended", "Ended without a home"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="rehousings", db_index=False)
    landlord = models.CharField(max_length=200)
    route = models.CharField(max_length=40)
    applied_on = models.DateField()
    registered_on = models.DateField(null=True)
    offered_on = models.DateField(null=True)
    viewed_on = models.DateField(null=True)
    tenancy_on = models.DateField(null=True)
    new_address = models.CharField(max_length=300, blank=True, default="")
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=200, blank=True, default="")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(registered_on__isnull=True) | Q(registered_on__gte=F("applied_on")),
                name="rehousing_registered_after_applied",
            ),
            models.CheckConstraint(
                condition=Q(offered_on__isnull=True) | Q(offered_on__gte=F("applied_on")),
                name="rehousing_offered_after_applied",
            ),
            models.CheckConstraint(
                condition=Q(viewed_on__isnull=True) | Q(offered_on__isnull=True) | Q(viewed_on__gte=F("offered_on")),
                name="rehousing_viewed_after_offered",
            ),
            models.CheckConstraint(
                condition=Q(tenancy_on__isnull=True) | Q(tenancy_on__gte=F("applied_on")),
                name="rehousing_tenancy_after_applied",
            ),
            models.CheckConstraint(
                condition=Q(tenancy_on__isnull=True) | ~Q(new_address=""),
                name="rehousing_tenancy_has_address",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_reason=""),
                name="rehousing_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(tenancy_on__isnull=True),
                name="rehousing_signed_or_ended",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(ended_on__isnull=True, tenancy_on__isnull=True),
                name="rehousing_one_current",
            ),
        ]
        indexes = [models.Index(fields=["referral", "applied_on"], name="rehousing_referral")]

    def __str__(self) -> str:
        return f"Rehousing {self.pk}"

    @property
    def status(self) -> str:
        """The furthest step reached."""
        if self.ended_on:
            return self.Status.ENDED
        for date, status in (
            (self.tenancy_on, self.Status.SIGNED),
            (self.viewed_on, self.Status.VIEWED),
            (self.offered_on, self.Status.OFFERED),
            (self.registered_on, self.Status.REGISTERED),
        ):
            if date:
                return status
        return self.Status.APPLIED

    @property
    def status_label(self) -> str:
        return str(self.Status(self.status).label)
