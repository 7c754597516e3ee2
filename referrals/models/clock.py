from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Organisation, Scheme
from partners.models.hours import is_a_week
from partners.opening import office_week
from referrals.clock import ALERT_THRESHOLDS, Unit
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
    # The service does not promise this: no clock of this name starts. What it would be is kept beside it.
    off = models.BooleanField(default=False)
    # Nobody for what a service was set up with.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(null=True)

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
    """A day that the yearly rules do not know: a bank holiday beside the published ones, or a published one that is
    worked after all because it was moved.
    """

    on = models.DateField(unique=True)
    name = models.CharField(max_length=100)
    worked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Clock(models.Model):
    """One promise on a case: started, due, stopped, breached. Times are UTC; the target it was started with stays
    with it."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answer to the ward"
        WORK = "work", "Work"
        SUPPORT_PLAN = "support_plan", "Support plan"
        FIRST_RESPONSE = "first_response", "First response"
        REVIEW = "review", "Team review"
        STAY = "stay", "Stay limit"
        BENEFIT_CLAIM = "benefit_claim", "Housing benefit claim"
        COUNCIL = "council", "Application to a council"
        FOLLOW_UP = "follow_up", "Follow-up"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    label = models.CharField(max_length=120)
    # Whose promise it is: the service of the case, or of the flat. Nobody's where the case has no service yet.
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    target_name = models.CharField(max_length=40)
    unit = models.CharField(max_length=24, choices=UNIT_CHOICES)
    amount = models.PositiveSmallIntegerField()
    cut_off = models.TimeField(default="17:00")
    # When the service is open, as it was when this began: `partners.opening`.
    hours = models.JSONField(default=office_week)
    open_on_bank_holidays = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    # When half and four fifths of the time are gone, and when all of it is. Null while paused: nobody can say when.
    half_at = models.DateTimeField(null=True)
    most_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # When it would be due had it never stood still: figures are given with pauses and without.
    planned_due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    # When it went past its due time unmet; frozen once stopped.
    breached_at = models.DateTimeField(null=True)
    # The next moment at which a sweep has something to announce, and the last share it has announced, in per cent.
    next_alert_at = models.DateTimeField(null=True)
    announced = models.PositiveSmallIntegerField(default=0)
    # Who said, after it had passed unmet, that they are dealing with it: until then their team lead hears of it daily.
    acted_at = models.DateTimeField(null=True)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Who can meet it beside the lead: the firm that does the work, the landlord of the flat. What they call it, and
    # where they do it, as they do not see the case.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    partner_label = models.CharField(max_length=120, blank=True, default="")
    partner_path = models.CharField(max_length=200, blank=True, default="")
    # Advisory clocks (the 42-day stay) are flagged, never counted as a broken promise.
    advisory = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_a_week("hours"), name="clock_hours_are_a_week"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="clock_stops_after_start",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("started_at")),
                name="clock_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(planned_due_at__gte=F("started_at")), name="clock_planned_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(next_alert_at__isnull=True),
                name="clock_stopped_is_quiet",
            ),
            models.CheckConstraint(condition=Q(announced__in=[0, *ALERT_THRESHOLDS]), name="clock_announced_known"),
            models.CheckConstraint(
                condition=Q(acted_at__isnull=True, acted_by__isnull=True)
                | Q(acted_at__isnull=False, acted_by__isnull=False, breached_at__isnull=False),
                name="clock_acted_at_and_by_once_late",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | ~Q(Q(partner_label="") | Q(partner_path="")),
                name="clock_partner_has_words",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(kind="answer", stopped_at__isnull=True),
                name="clock_one_answer",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(kind="first_response", stopped_at__isnull=True),
                name="clock_one_first_response",
            ),
        ]
        indexes = [
            # What a change of a scheme's target touches, case by case.
            models.Index(
                fields=["scheme", "target_name", "referral"],
                condition=Q(stopped_at__isnull=True, breached_at__isnull=True),
                name="clock_target",
            ),
            models.Index(fields=["referral", "due_at"], name="clock_referral"),
            models.Index(
                fields=["next_alert_at", "id"],
                condition=Q(stopped_at__isnull=True, next_alert_at__isnull=False),
                name="clock_alert",
            ),
            # What passed unmet and nobody deals with: the first thing a team lead sees.
            models.Index(
                fields=["breached_at", "referral"],
                condition=Q(stopped_at__isnull=True, breached_at__isnull=False, acted_at__isnull=True),
                name="clock_unattended",
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
    # Who let it run again. Nobody where the pause ended with the promise itself, kept or dropped.
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
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
            models.CheckConstraint(
                condition=Q(resumed_by__isnull=True) | Q(to_at__isnull=False), name="pause_resumed_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} of {self.clock_id}"


class Rescheduling(models.Model):
    """Running promises counted anew because a day or a target changed: how far that is, and the first that moved."""

    class Cause(models.TextChoices):
        HOLIDAY_ADDED = "holiday_added", "Added"
        HOLIDAY_REMOVED = "holiday_removed", "Removed"
        TARGET_CHANGED = "target_changed", "Changed"

    cause = models.CharField(max_length=16, choices=Cause)
    # The day as it was entered; its row may be gone. Of a target: the day it begins, and what it then was in words.
    on = models.DateField()
    name = models.CharField(max_length=100)
    worked = models.BooleanField()
    target = models.ForeignKey(SlaTarget, on_delete=models.PROTECT, null=True, related_name="reschedulings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    # Case by case in the order of their ids; the last that is done, so that a killed worker's successor goes on there.
    last_case = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    looked_at = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    # Some of what moved, as scheme, reference and due times, without restricted cases. Each is in the audit record.
    first_moves = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("at")),
                name="rescheduling_finished_after_start",
            ),
            models.CheckConstraint(condition=Q(moved__lte=F("looked_at")), name="rescheduling_moved_among_looked_at"),
            models.CheckConstraint(
                condition=Q(cause="target_changed", target__isnull=False)
                | (~Q(cause="target_changed") & Q(target__isnull=True)),
                name="rescheduling_target_when_changed",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(finished_at__isnull=True), name="rescheduling_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.on}"
