from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from partners.models import Organisation, Scheme
from referrals.models import Clock, Referral, ServiceClock


class Building(models.Model):
    """A house or block with temporary flats."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="buildings")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=10)
    # Hours with staff in the building, in words: it decides who can stay safely.
    staffed = models.CharField(max_length=120, blank=True, default="")
    minimum_age = models.PositiveSmallIntegerField(null=True)
    turnaround_days = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="building_name_once")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A flat, or a room with shared facilities."""

    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=60)
    bedrooms = models.PositiveSmallIntegerField(default=1)
    step_free = models.BooleanField(default=False)
    wheelchair = models.BooleanField(default=False)
    # Kitchen or living room shared with other guests.
    shared = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True, default="")
    active = models.BooleanField(default=True)
    # By when it must be ready to let again after the last guest; kept when it is.
    turnaround_clock = models.OneToOneField(
        ServiceClock, on_delete=models.PROTECT, null=True, related_name="turned_unit"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["building", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class Stay(models.Model):
    """A patient's time in a flat: provisional, confirmed, arrived, departed, each dated by what happened."""

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional"
        CONFIRMED = "confirmed", "Confirmed"
        ARRIVED = "arrived", "Moved in"
        DEPARTED = "departed", "Moved out"
        CANCELLED = "cancelled", "Cancelled"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="stays", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stays", db_index=False)
    status = models.CharField(max_length=16, choices=Status, default=Status.PROVISIONAL)
    # First night and the day the flat is free again; half-open, so one can end on the day the next begins.
    from_on = models.DateField()
    until_on = models.DateField()
    arrived_on = models.DateField(null=True)
    departed_on = models.DateField(null=True)
    move_on_to = models.CharField(max_length=40, blank=True, default="")
    cancelled_reason = models.CharField(max_length=200, blank=True, default="")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    booked_at = models.DateTimeField()
    support_plan_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, related_name="support_plan_stay"
    )
    limit_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="limited_stay")
    support_plan = models.TextField(blank=True, default="")
    # The team review that is due next; each one that was held is a row of its own.
    review_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="reviewed_stay")
    # The claim was sent, or none is needed, by the code in the catalogue.
    claim_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="claimed_stay")
    claim_sent_on = models.DateField(null=True)
    no_claim_reason = models.CharField(max_length=40, blank=True, default="")
    # Why it may go beyond the limit, by the code in the catalogue; who agreed is in the audit record.
    overstay_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="stay_dates_in_order"),
            models.CheckConstraint(
                condition=~Q(status__in=["arrived", "departed"]) | Q(arrived_on__isnull=False),
                name="stay_arrived_has_date",
            ),
            models.CheckConstraint(
                condition=Q(status="departed", departed_on__isnull=False)
                | (~Q(status="departed") & Q(departed_on__isnull=True)),
                name="stay_departed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(departed_on__isnull=True) | Q(departed_on__gte=F("arrived_on")),
                name="stay_departed_after_arrival",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancelled_reason=""),
                name="stay_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(claim_sent_on__isnull=True) | Q(no_claim_reason=""),
                name="stay_claim_sent_or_not_needed",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(status__in=["provisional", "confirmed", "arrived"]),
                name="stay_one_current",
            ),
        ]
        indexes = [
            models.Index(fields=["referral", "from_on"], name="stay_referral"),
            models.Index(fields=["unit", "from_on"], name="stay_unit"),
        ]

    def __str__(self) -> str:
        return f"Stay {self.pk}"


class StayReview(models.Model):
    """A team review of a guest that was held, and what was decided. Never changed: the next one puts right what was
    wrong."""

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="reviews", db_index=False)
    held_on = models.DateField()
    decided = models.TextField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(decided=""), name="stay_review_has_decision")]
        indexes = [models.Index(fields=["stay", "-held_on"], name="stay_review_newest")]

    def __str__(self) -> str:
        return f"Review {self.pk}"


class Occupation(models.Model):
    """Days on which a unit is taken: by a stay, by the turnaround after it, or void. One table, so that one exclusion
    constraint makes a double booking impossible. Writers lock the unit rows first, in id order: two inserters that
    meet at an
    exclusion constraint can otherwise deadlock."""

    class Kind(models.TextChoices):
        STAY = "stay", "Occupied"
        VOID = "void", "Void"
        TURNAROUND = "turnaround", "Turnaround"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="occupations", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, null=True, related_name="occupations")
    during = DateRangeField()
    # Voids say why and who puts it right.
    reason = models.CharField(max_length=200, blank=True, default="")
    owner = models.CharField(max_length=120, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="occupation_no_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
                violation_error_message="These dates are already taken for this flat.",
            ),
            models.CheckConstraint(condition=Q(during__isempty=False), name="occupation_not_empty"),
            models.CheckConstraint(
                condition=Q(kind="void", stay__isnull=True) | (~Q(kind="void") & Q(stay__isnull=False)),
                name="occupation_stay_or_void",
            ),
            models.CheckConstraint(
                condition=~Q(kind="void") | (~Q(reason="") & ~Q(owner="")),
                name="occupation_void_has_reason_and_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.unit_id}"
