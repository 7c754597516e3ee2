"""Settings shared by every way of running Homeward. Each value that an installation may change comes from the
environment."""

from pathlib import Path
from typing import Any

import environ
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF

from discharge.embedded.addresses import service_addresses
from discharge.settings.sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Where PostgreSQL and Redis are: named in the environment, or a private pair that the launcher starts for this
# checkout.
SERVICES = service_addresses(BASE_DIR, environ.Env.ENVIRON)

SECRET_KEY: str = env("HOMEWARD_SECRET_KEY", default="")
# The keys before this one, while what they sealed or signed is still to open: docs/security.md, "Keys".
SECRET_KEY_FALLBACKS: list[str] = env.list("HOMEWARD_SECRET_KEYS_BEFORE", default=[])
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("HOMEWARD_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("HOMEWARD_ORIGINS", default=[])

# The demo alone offers its people for one click; no environment variable can turn this on elsewhere.
IS_DEMO = False
# NHS numbers that start 999 belong to nobody: wanted in demo and tests, refused where patients are real.
ALLOW_TEST_NHS_NUMBERS = False

INSTALLED_APPS = [
    "discharge",
    "outcomes",
    "housing",
    "referrals",
    "partners",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.admin",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "rest_framework",
]

MIDDLEWARE = [
    # On every answer, whoever gives it: what stands below WhiteNoise never sees a static file.
    "discharge.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "discharge.headers.RefusedRequestsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partners.middleware.WorkingAsMiddleware",
    "partners.middleware.HistoryMiddleware",
    "partners.middleware.AskingMiddleware",
    "partners.session_middleware.SessionLimitsMiddleware",
    "partners.pace.PaceMiddleware",
    "partners.middleware.ClosedDoorMiddleware",
]

ROOT_URLCONF = "discharge.urls"
WSGI_APPLICATION = "discharge.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "discharge.context.site",
            ],
        },
    }
]
FORM_RENDERER = "discharge.renderer.NhsFormRenderer"


def _database(url: str) -> dict[str, Any]:
    return {
        **env.db_url_config(url),
        "ATOMIC_REQUESTS": False,  # partners.middleware.AskingMiddleware opens the transaction, and says who asks
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# Requests and tasks meet every row-level policy; only migrations and the commands named in manage.py are the owner.
CONNECTS_AS_OWNER: bool = env("HOMEWARD_CONNECT_AS", default="app") == "owner"
DATABASES = {
    "default": _database((SERVICES.owner_url if CONNECTS_AS_OWNER else "") or SERVICES.database_url),
    **{alias: _database(url) for alias, url in (("sweep", SERVICES.sweep_url), ("report", SERVICES.report_url)) if url},
}
DATABASE_ROLE_IS_CHECKED = not CONNECTS_AS_OWNER
# Where one connection has to serve every role (tests, inside one transaction), it changes its role instead.
DATABASE_ROLES_SWITCH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": SERVICES.cache_url,
    }
}

AUTH_USER_MODEL = "partners.User"
# guardian's own anonymous user is a row nobody needs: nobody sees a case without signing in.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "partners.passwords.OwnWordsValidator"},
    {"NAME": "partners.passwords.BreachedValidator"},
]
# A list of breached passwords as SHA-1, sorted, one a line, as Have I Been Pwned gives it out. Empty: none is read.
BREACHED_PASSWORDS: str = env("HOMEWARD_BREACHED_PASSWORDS", default="")
# Minutes without an act, and hours since logging in: the limits of NHS CIS2 (partners/session_limits.py).
SESSION_IDLE_MINUTES: int = env.int("HOMEWARD_IDLE_MINUTES", default=15)
SESSION_LONGEST_HOURS: int = env.int("HOMEWARD_LONGEST_HOURS", default=12)
# What one person may do in a minute: different cases opened, searches, and requests of every kind (partners/pace.py).
PACE: dict[str, int] = {
    "records": env.int("HOMEWARD_RECORDS_A_MINUTE", default=60),
    "searches": env.int("HOMEWARD_SEARCHES_A_MINUTE", default=30),
    "requests": env.int("HOMEWARD_REQUESTS_A_MINUTE", default=600),
}
SESSION_COOKIE_AGE = SESSION_LONGEST_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# What is said after an action waits in the session, not in a cookie of its own on a shared computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# Photos and reports on cases: outside everything a web server hands out, and the same folder for web and workers.
CASE_FILES_DIR = Path(env("HOMEWARD_FILES_DIR", default=str(BASE_DIR / ".homeward" / "files")))
CASE_FILE_MAX_BYTES = 10 * 1024 * 1024
CASE_FILES_MAX = 40  # on one case, removed ones not counted
# Where a ClamAV daemon listens: /run/clamav/clamd.ctl or host:3310. Empty: files are kept unchecked, and say so.
CLAMAV_ADDRESS: str = env("HOMEWARD_CLAMAV", default="")
# An upload stays in memory, and never more of it than may be kept: nothing of a patient lands in a temporary folder.
FILE_UPLOAD_HANDLERS = ["partners.upload_handler.CappedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a form or an API call without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "case_files": {
        "BACKEND": "referrals.storage.PrivateFiles",
        "OPTIONS": {
            "location": CASE_FILES_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}

CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        # What is not named below is not loaded from anywhere.
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "frame-src": [NONE],
        "child-src": [NONE],
        "worker-src": [NONE],
        "manifest-src": [NONE],
        "media-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# What a page may ask of the device, as Permissions-Policy: nothing, but passkeys for signing in.
PERMISSIONS_POLICY: dict[str, str] = {
    **dict.fromkeys(
        (
            "accelerometer",
            "autoplay",
            "bluetooth",
            "browsing-topics",
            "camera",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "geolocation",
            "gyroscope",
            "hid",
            "idle-detection",
            "local-fonts",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "picture-in-picture",
            "screen-wake-lock",
            "serial",
            "usb",
            "xr-spatial-tracking",
        ),
        "()",
    ),
    "publickey-credentials-get": "(self)",
    "publickey-credentials-create": "(self)",
}
# Programs call these: by plain HTTP they are refused, where a page is sent on to HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^accounts/oidc/[\w-]+/keys/"]
X_FRAME_OPTIONS = "DENY"
# The address of a page goes along to our own pages only, never elsewhere.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

CELERY_BROKER_URL = SERVICES.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "forget-kept-words": {"task": "partners.tasks.forget_kept_words", "schedule": 900.0},
    "announce-due": {"task": "referrals.tasks.announce_due", "schedule": 60.0},
    "continue-recomputing": {"task": "referrals.tasks.continue_recomputing", "schedule": 60.0},
    "post-notices": {"task": "partners.tasks.post_notices", "schedule": 20.0},
    "send-messages": {"task": "partners.tasks.send_messages", "schedule": 20.0},
    "make-digests": {"task": "partners.tasks.make_digests", "schedule": crontab(hour="7", minute="30")},
    "drop-follow-ups-of-the-dead": {"task": "outcomes.tasks.drop_follow_ups_of_the_dead", "schedule": 60.0},
    "check-waiting-files": {"task": "referrals.tasks.check_waiting_files", "schedule": 300.0},
    "clear-file-contents": {"task": "referrals.tasks.clear_file_contents", "schedule": 3600.0},
    "find-decided-by-nobody": {"task": "referrals.tasks.find_decided_by_nobody", "schedule": 600.0},
    "sweep-exports": {"task": "discharge.tasks.sweep_exports", "schedule": 300.0},
    "continue-retention": {"task": "discharge.tasks.continue_retention", "schedule": 600.0},
    "end-old-drafts": {"task": "referrals.tasks.end_old_drafts", "schedule": crontab(hour="3", minute="15")},
    "propose-retention": {"task": "discharge.tasks.propose_retention", "schedule": crontab(hour="2", minute="15")},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["partners.api.MembershipRequired"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# A record's past says when each row was written, not when its transaction began: partners/models/past.py.
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"
# One index for each past, on what it is looked up by: the rest would be written a hundred times for each time read.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# A draft that nobody saved for so many days is deleted; its ward is told a week before.
DRAFT_DAYS: int = env.int("HOMEWARD_DRAFT_DAYS", default=30)

# NHS numbers that one person may try: entered in a referral in an hour, and not fitting the patient in 15 minutes.
NHS_NUMBERS_AN_HOUR: int = env.int("HOMEWARD_NHS_NUMBERS_AN_HOUR", default=60)
NHS_NUMBER_MISMATCHES: int = env.int("HOMEWARD_NHS_NUMBER_MISMATCHES", default=5)

# Reports hide numbers from 1 to this, and round the others: the rule of Hospital Episode Statistics.
REPORT_HIDE_UP_TO: int = env.int("HOMEWARD_REPORT_HIDE_UP_TO", default=7)
REPORT_ROUND_TO: int = env.int("HOMEWARD_REPORT_ROUND_TO", default=5)

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env("HOMEWARD_FROM_EMAIL", default="homeward@localhost")
# Where the site is, for links in messages ("https://homeward.example"); without it they carry none.
SITE_URL: str = env("HOMEWARD_SITE_URL", default="").rstrip("/")
# What stands behind the @ of a message's own number.
EMAIL_NAME = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
# GOV.UK Notify, where these are set: e-mail through the first template, text messages through the second.
NOTIFY_API_KEY: str = env("HOMEWARD_NOTIFY_API_KEY", default="")
NOTIFY_EMAIL_TEMPLATE: str = env("HOMEWARD_NOTIFY_EMAIL_TEMPLATE", default="") if NOTIFY_API_KEY else ""
NOTIFY_SMS_TEMPLATE: str = env("HOMEWARD_NOTIFY_SMS_TEMPLATE", default="") if NOTIFY_API_KEY else ""
NOTIFY_URL: str = env("HOMEWARD_NOTIFY_URL", default="")  # only for tests against a service of their own

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "discharge.log.WithoutRowsFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "discharge.log.JsonLinesFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # These write what a page or a statement was given, a patient's record with it. Whoever looks for a fault with the
    # root at DEBUG must not get that into the log.
    "loggers": {
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
        "weasyprint.progress": {"level": "WARNING"},  # three lines for each page of a copy
    },
}
