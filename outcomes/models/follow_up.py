from django.conf import settings
from django.db import models
from django.db.models import Q

from referrals.models import Clock, Referral


class FollowUp(models.Model):
    """A call or visit after somebody went home, to see that it lasted. Nobody reached is an answer and is counted."""

    class Result(models.TextChoices):
        FINE = "fine", "At home and managing"
        NEEDS_HELP = "needs_help", "At home and needs more help"
        IN_HOSPITAL = "in_hospital", "Back in hospital"
        ELSEWHERE = "elsewhere", "Living somewhere else"
        DIED = "died", "Has died"
        NOT_REACHED = "not_reached", "Could not be reached"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="follow_ups", db_index=False)
    kind = models.CharField(max_length=30)
    due_on = models.DateField()
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="follow_up")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    result = models.CharField(max_length=16, choices=Result, blank=True, default="")
    note = models.TextField(blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, result="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(result="")),
                name="follow_up_done_at_by_and_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.referral_id}"
