from django.db import models
from django.db.models import F, Q

from partners.models.organisation import Organisation


class Scheme(models.Model):
    """A housing discharge service: who leads it, for which area, from when to when."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    area = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    lead_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes_led")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # The hours in which somebody answers; "same operating day" deadlines and the cut-off follow them.
    opens_at = models.TimeField(default="09:00")
    closes_at = models.TimeField(default="17:00")
    open_every_day = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="scheme_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="scheme_hours_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class SchemePartner(models.Model):
    """An organisation's part in a scheme. The lead is named on the scheme itself."""

    class Part(models.TextChoices):
        REFERRER = "referrer", "Refers patients"
        PROVIDER = "provider", "Does the work"
        ACCOMMODATION = "accommodation", "Provides flats"
        COMMISSIONER = "commissioner", "Pays for it and sees the figures"
        EVALUATOR = "evaluator", "Evaluates it"

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="scheme_parts")
    part = models.CharField(max_length=20, choices=Part)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "organisation", "part"], name="scheme_partner_once")]
        indexes = [models.Index(fields=["organisation", "part"], name="scheme_partner_org_part")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.part} in {self.scheme_id}"
