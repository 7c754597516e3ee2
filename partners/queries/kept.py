"""What a person typed before their time ran out. Every function here starts at the person themselves."""

from datetime import datetime, timedelta

from partners.models import SavedForm, User

KEPT_FOR = timedelta(hours=12)


def kept_paths(user: User, at: datetime) -> list[str]:
    """The addresses of the pages on which something of theirs is kept."""
    return list(
        SavedForm.objects.filter(user=user, saved_at__gt=at - KEPT_FOR).order_by("path").values_list("path", flat=True)
    )


def kept_on(user: User, path: str, at: datetime) -> SavedForm | None:
    """What is kept of theirs on this page, or None."""
    return SavedForm.objects.filter(user=user, path=path, saved_at__gt=at - KEPT_FOR).first()
