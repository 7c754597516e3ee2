from typing import Any

from django.apps import AppConfig, apps
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Partners"

    def ready(self) -> None:
        from partners import (
            receivers,
            sessions,  # noqa: F401 - connects what starts a session's clocks
        )
        from partners.asking import refuse_powerful_role

        receivers.connect()
        # When auth's turn comes, after this app's: the rows of the rights are there by then.
        post_migrate.connect(
            grant_new_rights, sender=apps.get_app_config("auth"), dispatch_uid="partners.grant_new_rights"
        )
        connection_created.connect(refuse_powerful_role, dispatch_uid="refuse_powerful_role")


def grant_new_rights(**kwargs: Any) -> None:
    """A version may give a role a right it had not: whoever holds the role has it from the migration on."""
    from partners.access import bring_role_groups_up_to_date
    from partners.models import SchemeGroupGrant

    # Migrated in part, or back, the tables of this version are not there.
    if SchemeGroupGrant._meta.db_table in connection.introspection.table_names():
        bring_role_groups_up_to_date()
