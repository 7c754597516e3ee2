from django.db import models
from django.db.models import F, Q

from partners.models import Organisation, Scheme
from referrals.clock import ALERT_THRESHOLDS
from referrals.models.clock import UNIT_CHOICES


class ServiceClock(models.Model):
    """One promise of a service that hangs on no case, and so on no patient: started, due, stopped, breached. It never
    stands still. Times are UTC; the target it was started with stays with it."""

    class Kind(models.TextChoices):
        VOID_TURNAROUND = "void_turnaround", "Flat ready to let"
        CONTRACT_RENEWAL = "contract_renewal", "Contract renewal"

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Who must act: the landlord of the flat, the lead of the scheme.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    # What is promised and the page where it is kept, as its people are told.
    label = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    target_name = models.CharField(max_length=40)
    unit = models.CharField(max_length=24, choices=UNIT_CHOICES)
    amount = models.PositiveSmallIntegerField()
    cut_off = models.TimeField(default="17:00")
    started_at = models.DateTimeField()
    # When half and four fifths of the time are gone, and when all of it is.
    half_at = models.DateTimeField()
    most_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    # When it went past its due time unmet; frozen once stopped.
    breached_at = models.DateTimeField(null=True)
    # The next moment at which a sweep has something to announce, and the last share it has announced, in per cent.
    next_alert_at = models.DateTimeField(null=True)
    announced = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="service_clock_stops_after_start",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="service_clock_due_after_start"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(next_alert_at__isnull=True),
                name="service_clock_stopped_is_quiet",
            ),
            models.CheckConstraint(
                condition=Q(announced__in=[0, *ALERT_THRESHOLDS]), name="service_clock_announced_known"
            ),
            models.CheckConstraint(condition=~Q(Q(label="") | Q(path="")), name="service_clock_has_words"),
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(kind="void_turnaround", stopped_at__isnull=True),
                name="service_clock_one_void",
            ),
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(kind="contract_renewal", stopped_at__isnull=True),
                name="service_clock_one_contract",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_alert_at", "id"],
                condition=Q(stopped_at__isnull=True, next_alert_at__isnull=False),
                name="service_clock_alert",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation_id}"
