"""The Celery application: carries work that must not hold up a page. The rows in PostgreSQL stay the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discharge.settings.demo")

app = Celery("homeward")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
