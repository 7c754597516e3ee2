"""What happened and who looked: append-only, by triggers in the database, and without foreign keys so that nothing
can erase it."""

from django.db import models


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
    """One look at a patient's record: who, in which role, which case, on which page."""

    at = models.DateTimeField()
    user_id = models.BigIntegerField()
    membership_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    referral_id = models.BigIntegerField()
    patient_id = models.BigIntegerField(null=True)
    page = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "id"], name="read_log_newest"),
            models.Index(fields=["referral_id", "-at"], name="read_log_referral"),
            models.Index(fields=["patient_id", "-at"], name="read_log_patient"),
            models.Index(fields=["user_id", "-at"], name="read_log_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.referral_id}"
