from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Scheme
from referrals.clock import Unit
from referrals.models.referral import Referral

UNIT_CHOICES = [(unit.value, unit.value) for unit in Unit]


class SlaTarget(models.Model):
    """How long something may take, for one scheme from a date on; without a scheme it is everybody's default."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, null=True, blank=True, related_name="targets")
    name = models.CharField(max_length=40)
    unit = models.CharField(max_length=24, choices=UNIT_CHOICES)
    amount = models.PositiveSmallIntegerField()
    cut_off = models.TimeField(default="17:00")
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name", "valid_from"],
                nulls_distinct=False,
                name="target_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount} {self.unit}"


class OneOffHoliday(models.Model):
    """A bank holiday that the yearly rules do not know: a royal event, announced months before."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Clock(models.Model):
    """One promise on a case: started, due, stopped, breached. Times are UTC; the target it was started with stays
    with it."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answer to the ward"
        WORK = "work", "Work"
        SUPPORT_PLAN = "support_plan", "Support plan"
        STAY = "stay", "Stay limit"
        FOLLOW_UP = "follow_up", "Follow-up"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    label = models.CharField(max_length=120)
    target_name = models.CharField(max_length=40)
    unit = models.CharField(max_length=24, choices=UNIT_CHOICES)
    amount = models.PositiveSmallIntegerField()
    cut_off = models.TimeField(default="17:00")
    opens_at = models.TimeField(default="09:00")
    closes_at = models.TimeField(default="17:00")
    open_every_day = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    # Null while paused: nobody can say when it will be due.
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    # When it went past its due time unmet; frozen once stopped.
    breached_at = models.DateTimeField(null=True)
    # The next moment at which a sweep has something to announce.
    next_alert_at = models.DateTimeField(null=True)
    # Advisory clocks (the 42-day stay) are flagged, never counted as a broken promise.
    advisory = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="clock_stops_after_start",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("started_at")),
                name="clock_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(next_alert_at__isnull=True),
                name="clock_stopped_is_quiet",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(kind="answer", stopped_at__isnull=True),
                name="clock_one_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["referral", "due_at"], name="clock_referral"),
            models.Index(
                fields=["next_alert_at", "id"],
                condition=Q(stopped_at__isnull=True, next_alert_at__isnull=False),
                name="clock_alert",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.referral_id}"


class ClockPause(models.Model):
    """A time in which a clock did not run, and why. Rows, never a counter: the due time can always be computed
    again."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(to_at__isnull=True), name="pause_one_open"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")),
                name="pause_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.clock_id}"
