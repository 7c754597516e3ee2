from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from partners.models.organisation import Organisation
from partners.sharing import CATEGORY_CHOICES, PURPOSE_CHOICES, Agreement


class SharingAgreement(models.Model):
    """That one organisation may give another details of patients: what for, which, from when to when.

    One direction a row, because that is what is asked of it: may A give B? Changed by ending it and adding another, so
    that what was shared under it can always be read.
    """

    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_to_give", db_index=False)
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_to_receive")
    purposes = ArrayField(models.CharField(max_length=20))
    categories = ArrayField(models.CharField(max_length=20))
    # Days in London; the last day counts. None: until somebody ends it.
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    # Where the signed paper is found: its number or name in the register of the organisations' own documents.
    document_reference = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    # None: the system, when a demo or an import made it.
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="agreement_not_with_itself"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="agreement_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(purposes__len__gt=0) & Q(purposes__contained_by=[code for code, _ in PURPOSE_CHOICES]),
                name="agreement_purposes_known",
            ),
            models.CheckConstraint(
                condition=Q(categories__len__gt=0) & Q(categories__contained_by=[code for code, _ in CATEGORY_CHOICES]),
                name="agreement_categories_known",
            ),
            models.CheckConstraint(condition=~Q(document_reference=""), name="agreement_has_document"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="agreement_ended_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["giver", "receiver"], name="agreement_pair")]

    def __str__(self) -> str:
        return f"{self.giver_id} to {self.receiver_id}"

    def as_rule(self) -> Agreement:
        """The agreement as the pure rule reads it."""
        return Agreement(
            pk=self.pk,
            giver=self.giver_id,
            receiver=self.receiver_id,
            purposes=frozenset(self.purposes),
            categories=frozenset(self.categories),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            ended_at=self.ended_at,
        )
