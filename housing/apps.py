from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = "Housing"

    def ready(self) -> None:
        from housing.receivers import cancel_open_work, follow_sharing
        from referrals.signals import referral_changed

        referral_changed.connect(cancel_open_work, dispatch_uid="housing.cancel_open_work")
        referral_changed.connect(follow_sharing, dispatch_uid="housing.follow_sharing")
        # Also after a test's flush, which sends the same signal.
        post_migrate.connect(add_missing_kinds, sender=self, dispatch_uid="housing.add_missing_kinds")


def add_missing_kinds(using: str = "default", **kwargs: Any) -> None:
    """Bring the kinds of work of the catalogue into the table. A kind that is there already, changed or not, stays as
    it is.
    """
    from housing.catalogue import INTERVENTION_KINDS
    from housing.models import InterventionKind

    if InterventionKind._meta.db_table not in connections[using].introspection.table_names():
        return
    InterventionKind.objects.using(using).bulk_create(
        [
            InterventionKind(
                code=kind.code,
                label=kind.label,
                group=kind.group,
                description=kind.description,
                blocks_discharge=kind.blocks_discharge,
                position=position,
            )
            for position, kind in enumerate(INTERVENTION_KINDS)
        ],
        ignore_conflicts=True,
    )
