from django.conf import settings
from django.db import models
from django.db.models import Q

from housing.catalogue import choices
from housing.council import KINDS, OPEN_STAGES, STAGE_CHOICES, WITH_REASON
from referrals.models import Clock, Referral


class CouncilApplication(models.Model):
    """What a council was asked for: help under the duty to refer, or a grant. Homeward keeps how it stands and sends
    nothing."""

    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="council_applications", db_index=False
    )
    kind = models.CharField(max_length=20, choices=choices(KINDS))
    # In words: the person picks any housing authority in England, also one that nobody here works with.
    council = models.CharField(max_length=200)
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES)
    # The day in London on which this stage began.
    stage_on = models.DateField()
    agreed_referral = models.BooleanField(default=False)
    agreed_council = models.BooleanField(default=False)
    agreed_contact = models.BooleanField(default=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    # What runs in this stage; none once it is over, or where the service does not promise it.
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="council_application")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=KINDS[0].code, stage__in=[stage.code for stage in KINDS[0].stages])
                | Q(kind=KINDS[1].code, stage__in=[stage.code for stage in KINDS[1].stages]),
                name="council_stage_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="duty_to_refer") | Q(agreed_referral=True, agreed_council=True, agreed_contact=True),
                name="council_duty_has_consents",
            ),
            models.CheckConstraint(condition=~Q(council=""), name="council_is_named"),
            models.CheckConstraint(
                condition=Q(stage__in=OPEN_STAGES) | Q(clock__isnull=True), name="council_over_has_no_clock"
            ),
            models.UniqueConstraint(
                fields=["referral", "kind"], condition=Q(stage__in=OPEN_STAGES), name="council_one_open_of_a_kind"
            ),
        ]
        indexes = [models.Index(fields=["referral", "started_at"], name="council_referral")]

    def __str__(self) -> str:
        return f"Application {self.pk} to a council"

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES


class CouncilStage(models.Model):
    """A stage an application has entered. Rows are added and never changed: they are its history."""

    application = models.ForeignKey(CouncilApplication, on_delete=models.CASCADE, related_name="stages", db_index=False)
    stage = models.CharField(max_length=20, choices=STAGE_CHOICES)
    # The day in London on which it happened, which may be before it was recorded.
    on = models.DateField()
    reason = models.CharField(max_length=40, blank=True, default="")
    # For the lead alone.
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=WITH_REASON) & ~Q(reason="") | ~Q(stage__in=WITH_REASON) & Q(reason=""),
                name="council_stage_reason_where_needed",
            ),
            models.UniqueConstraint(fields=["application", "stage"], name="council_stage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.application_id}"
