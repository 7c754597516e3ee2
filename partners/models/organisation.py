from django.contrib.auth.models import Group
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from partners.roles import AT_AN_ORGANISATION


class Organisation(models.Model):  # type: ignore[django-manager-missing] # guardian's tables
    """A body that takes part in the service: a hospital trust, a council, a landlord, a charity, a commissioner."""

    class Kind(models.TextChoices):
        TRUST = "trust", "NHS trust"
        ICB = "icb", "Integrated care board"
        COUNCIL = "council", "Council"
        LANDLORD = "landlord", "Housing provider"
        CHARITY = "charity", "Charity or community organisation"
        CONTRACTOR = "contractor", "Contractor"
        CARE = "care", "Care provider"
        UNIVERSITY = "university", "University"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    # The NHS's own code (ODS) where there is one; codes close and merge, so it is not our key.
    ods_code = models.CharField("ODS code", max_length=10, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        permissions = [(permission.value, meaning) for permission, meaning in AT_AN_ORGANISATION.items()]
        constraints = [
            models.UniqueConstraint(
                fields=["ods_code"],
                condition=~models.Q(ods_code=""),
                name="organisation_ods_code_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_named"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationGroupGrant(GroupObjectPermissionBase):
    """A right of a group (one organisation's holders of one role) at an organisation; guardian's
    direct-foreign-key table."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class OrganisationUserGrant(UserObjectPermissionBase):
    """Required by guardian beside the group table; stays empty, because people hold rights only through a role."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class RoleGroup(models.Model):
    """The one group for an (organisation, role). Its rights are the role's: at the organisation, and at the schemes in
    which the organisation takes part."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="role_groups")
    role = models.CharField(max_length=30)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="role_group_once")]

    def __str__(self) -> str:
        return f"{self.role} at {self.organisation_id}"


class Site(models.Model):
    """A hospital or other place of an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    ods_code = models.CharField("ODS site code", max_length=10, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="site_name_once")]

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    """Where a patient is when referred: a ward, an emergency department or a community team."""

    class Kind(models.TextChoices):
        WARD = "ward", "Ward"
        EMERGENCY = "emergency", "Emergency department"
        REHABILITATION = "rehabilitation", "Rehabilitation unit"
        COMMUNITY = "community", "Community team"
        CARE_HOME = "care_home", "Care home or step-down beds"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="wards")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.WARD)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="ward_name_once")]

    def __str__(self) -> str:
        return self.name
