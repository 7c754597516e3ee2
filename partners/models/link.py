"""Private links: addresses that show deadlines without a log-in, to who holds them."""

from django.db import models
from django.db.models import Q

from partners.models.organisation import Organisation
from partners.models.person import User


class PrivateLink(models.Model):
    """An address with a long random key, of which only a hash is kept. What it shows names no patient.

    A calendar is one person's; a board hangs on the wall for an organisation, made by somebody who works there. Both
    show nothing any more once their maker has left.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar", "Calendar of deadlines"
        BOARD = "board", "Board on the wall"

    kind = models.CharField(max_length=8, choices=Kind)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="calendar", organisation__isnull=True) | Q(kind="board", organisation__isnull=False),
                name="link_board_has_organisation",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "organisation"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="link_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"
