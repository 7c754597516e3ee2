"""What happened and who looked: append-only, by triggers in the database, and without foreign keys so that nothing
can erase it."""

from django.db import models

from partners.looks import Why


class AuditEvent(models.Model):
    """One act, for investigation. `detail` holds ids and codes, never names, NHS numbers or free text."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # null: the system itself, named in `actor_kind`
    actor_kind = models.CharField(max_length=40)
    membership_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    referral_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["referral_id", "at"], name="audit_event_referral"),
            models.Index(fields=["actor_id", "at"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class ReadLog(models.Model):
    """One look at a patient's record: who, in which role, which case, on which page, and why they were let in.

    The reference and the organisations that held the case are kept as they were, so that an officer's search needs no
    case, and looks stay with those who answered for the record then.
    """

    at = models.DateTimeField()
    user_id = models.BigIntegerField()
    membership_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    referral_id = models.BigIntegerField()
    patient_id = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=12, default="")
    lead_organisation_id = models.BigIntegerField(null=True)
    referrer_organisation_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=16, default="")  # a code of partners.looks; empty: from before it was kept
    break_glass_id = models.BigIntegerField(null=True)
    page = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(why=Why.BREAK_GLASS.value, break_glass_id__isnull=False)
                | (~models.Q(why=Why.BREAK_GLASS.value) & models.Q(break_glass_id__isnull=True)),
                name="read_log_emergency_names_its_opening",
            ),
        ]
        # Each order is the search's own, newest first, so that a page of it is read off the index and no more.
        indexes = [
            models.Index(fields=["lead_organisation_id", "-at", "-id"], name="read_log_lead"),
            models.Index(fields=["referrer_organisation_id", "-at", "-id"], name="read_log_referrer"),
            models.Index(fields=["lead_organisation_id", "page", "-at", "-id"], name="read_log_lead_page"),
            models.Index(fields=["referrer_organisation_id", "page", "-at", "-id"], name="read_log_referrer_page"),
            models.Index(fields=["user_id", "-at", "-id"], name="read_log_user"),
            models.Index(fields=["organisation_id", "-at", "-id"], name="read_log_organisation"),
            models.Index(fields=["reference", "-at", "-id"], name="read_log_reference"),
            models.Index(fields=["referral_id", "-at", "-id"], name="read_log_referral"),
            models.Index(fields=["patient_id", "-at", "-id"], name="read_log_patient"),
            models.Index(
                fields=["lead_organisation_id", "-at", "-id"],
                condition=models.Q(break_glass_id__isnull=False),
                name="read_log_lead_emergency",
            ),
            models.Index(
                fields=["referrer_organisation_id", "-at", "-id"],
                condition=models.Q(break_glass_id__isnull=False),
                name="read_log_referrer_emergency",
            ),
            models.Index(
                fields=["break_glass_id", "at", "id"],
                condition=models.Q(break_glass_id__isnull=False),
                name="read_log_break_glass",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.referral_id}"
