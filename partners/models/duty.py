"""Who is there: absences with who covers, and who is on duty for what nobody has yet."""

from django.db import models
from django.db.models import F, Q

from partners.models.organisation import Organisation
from partners.models.person import User


class Absence(models.Model):
    """Days on which somebody is away, both included (London), and who is told instead: if nobody is named, the team."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField()
    cover = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_dates_in_order"),
            models.CheckConstraint(
                condition=Q(cover__isnull=True) | ~Q(cover=F("person")), name="absence_covered_by_another"
            ),
        ]
        indexes = [models.Index(fields=["person", "until_on"], name="absence_person")]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.from_on}"


class DutyShift(models.Model):
    """From when to when (UTC, half-open) somebody answers for what nobody has yet, and at night for emergencies."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="shifts", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shifts", db_index=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="shift_ends_after_start"),
            models.UniqueConstraint(fields=["organisation", "person", "from_at"], name="shift_once"),
        ]
        indexes = [models.Index(fields=["organisation", "to_at"], name="shift_organisation")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id} from {self.from_at}"
