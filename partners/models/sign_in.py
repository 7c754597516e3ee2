"""What belongs to logging in: links for people who have not joined yet, and what somebody typed before a time limit."""

from django.db import models
from django.db.models import F, Q

from partners.models.person import User


class Invitation(models.Model):
    """A one-time link to join, sent by e-mail. Of the link itself only a hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    sent_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Taken back by an administrator, or replaced by a newer one.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_after_sending"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="invitation_used_or_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class SavedForm(models.Model):
    """What one person had typed on one page when their time ran out: encrypted, for them alone, for some hours."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_forms", db_index=False)
    # The page's address on this site; addresses name no patient.
    path = models.CharField(max_length=300)
    data = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="saved_form_once")]
        indexes = [models.Index(fields=["saved_at"], name="saved_form_age")]

    def __str__(self) -> str:
        return f"Saved form {self.pk}"
