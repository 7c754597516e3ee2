from django.db import models

from partners.models.person import User


class Notification(models.Model):
    """A line in somebody's list of what needs them. `text` carries the case's reference, never a name."""

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    # What it announces, for example "clock:12:breach"; the same thing is announced to one person once, whatever
    # crashes.
    key = models.CharField(max_length=100)
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notification_once")]
        indexes = [models.Index(fields=["recipient", "-created_at"], name="notification_newest")]

    def __str__(self) -> str:
        return self.text
