"""The Celery application: carries work that must not hold up a page. The rows in PostgreSQL stay the truth."""

import os
from typing import Any

from celery import Celery, Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discharge.settings.demo")


class SystemTask(Task):
    """Every task acts for the system, with the database role of the sweeps: without one it would find no case."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from partners import asking

        with asking.as_system():
            return super().__call__(*args, **kwargs)


app = Celery("homeward", task_cls=SystemTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
