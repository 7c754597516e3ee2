from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from partners.models.hours import is_a_week
from partners.models.organisation import Organisation
from partners.opening import office_week
from partners.roles import AT_A_SCHEME


class Scheme(models.Model):  # type: ignore[django-manager-missing] # guardian's tables
    """A housing discharge service: who leads it, for which area, from when to when."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    area = models.CharField(max_length=200)
    summary = models.TextField(blank=True, default="")
    lead_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes_led")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # The hours in which somebody answers, by `partners.opening`; "same operating day" deadlines follow them.
    hours = models.JSONField(default=office_week)
    open_on_bank_holidays = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True, default="")
    # When the present contract began, or was last renewed; `referrals.actions.contracts` writes it with its clock.
    contract_started_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        permissions = [(permission.value, right.meaning) for permission, right in AT_A_SCHEME.items()]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="scheme_dates_in_order",
            ),
            models.CheckConstraint(condition=is_a_week("hours"), name="scheme_hours_are_a_week"),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeGroupGrant(GroupObjectPermissionBase):
    """A right of a group (one organisation's holders of one role) at a scheme; guardian's direct-foreign-key table.

    `partners.access` writes it from who leads the scheme and who takes part in it.
    """

    content_object = models.ForeignKey(Scheme, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class SchemeUserGrant(UserObjectPermissionBase):
    """Required by guardian beside the group table; stays empty, because people hold rights only through a role."""

    content_object = models.ForeignKey(Scheme, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class SchemePartner(models.Model):
    """An organisation's part in a scheme. The lead is named on the scheme itself.

    Some parts give rights at the scheme (`partners.roles.AT_A_SCHEME`): after a change of them,
    `partners.access.bring_role_groups_up_to_date`.
    """

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
