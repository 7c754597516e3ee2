from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper


class Patient(models.Model):
    """A person referred from hospital or the community. One row a person: found again by NHS number."""

    # varchar, not char: a cast on a char column would lose the index. Stored as ten digits without blanks.
    nhs_number = models.CharField("NHS number", max_length=10, null=True, unique=True)  # noqa: DJ001 - null is "none known"
    no_nhs_number_reason = models.CharField(max_length=30, blank=True, default="")
    family_name = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100)
    born_on = models.DateField()
    no_fixed_abode = models.BooleanField(default=False)
    address = models.CharField(max_length=300, blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    # The language an interpreter is needed for; empty: none needed.
    interpreter = models.CharField(max_length=100, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    # When somebody wrote down that the person has died; nobody is reminded to ring them from then on.
    death_recorded_at = models.DateTimeField(null=True)
    # When the person was taken out of this record, which then keeps only what the figures need.
    anonymised_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^[0-9]{10}$"),
                name="patient_nhs_number_ten_digits",
            ),
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=False) | ~Q(no_nhs_number_reason="") | Q(anonymised_at__isnull=False),
                name="patient_nhs_number_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(no_fixed_abode=True) | ~Q(address="") | Q(anonymised_at__isnull=False),
                name="patient_address_or_no_fixed_abode",
            ),
            models.CheckConstraint(condition=~Q(family_name="") & ~Q(given_name=""), name="patient_named"),
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=True)
                | Q(
                    nhs_number__isnull=True,
                    family_name="Anonymised",
                    given_name="person",
                    born_on__month=1,
                    born_on__day=1,
                    address="",
                    postcode="",
                    phone="",
                    interpreter="",
                ),
                name="patient_anonymised_holds_nobody",
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Upper("family_name"), name="gin_trgm_ops"),
                name="patient_family_trgm",
            ),
            GinIndex(
                OpClass(Upper("given_name"), name="gin_trgm_ops"),
                name="patient_given_trgm",
            ),
        ]

    def __str__(self) -> str:
        return f"Patient {self.pk}"

    @property
    def full_name(self) -> str:
        """SURNAME, First: how wards write it, so that the surname cannot be mistaken."""
        return f"{self.family_name.upper()}, {self.given_name}"


class Carer(models.Model):
    """Somebody who looks after the patient, named on one referral."""

    referral = models.ForeignKey("referrals.Referral", on_delete=models.CASCADE, related_name="carers")
    name = models.CharField(max_length=150)
    relationship = models.CharField(max_length=60, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    lives_with_patient = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="carer_named")]

    def __str__(self) -> str:
        return f"Carer {self.pk}"
