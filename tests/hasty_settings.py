"""The settings of a worker or a beat in a fault test: as in tests, with real mail, and looking every second."""

import os

from discharge.settings.test import *  # noqa: F403
from discharge.settings.test import CELERY_BEAT_SCHEDULE, DATABASES

# Connections of their own, as in production: each message is a transaction, and not a part of the task's.
DATABASE_ROLES_SWITCH = False
DATABASES = {name: dict(DATABASES["default"]) for name in ("default", "sweep", "report")}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ.get("HOMEWARD_TEST_MAIL_PORT", "1"))
SWEEPS = ("announce-due", "post-notices", "send-messages")
CELERY_BEAT_SCHEDULE = {name: CELERY_BEAT_SCHEDULE[name] | {"schedule": 1.0} for name in SWEEPS}
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
