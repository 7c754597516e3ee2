"""Where patients are real. Every secret comes from the environment; nothing embedded, nothing of the demo."""

from django.core.exceptions import ImproperlyConfigured

from discharge.settings.base import *  # noqa: F403
from discharge.settings.base import (
    ALLOWED_HOSTS,
    CONNECTS_AS_OWNER,
    CONTENT_SECURITY_POLICY,
    LOGGING,
    SECRET_KEY,
    SERVICES,
    env,
)

if SERVICES.embedded:
    raise ImproperlyConfigured(
        "Production needs its own PostgreSQL and Redis: set DATABASE_URL and REDIS_URL. "
        "The embedded ones are for demos and tests."
    )
if not (SERVICES.sweep_url and SERVICES.report_url):
    raise ImproperlyConfigured(
        "Set HOMEWARD_SWEEP_DATABASE_URL and HOMEWARD_REPORT_DATABASE_URL: the sweeps and the reports connect to "
        "PostgreSQL as roles of their own. docs/operations.md says how they are made."
    )
if CONNECTS_AS_OWNER and not SERVICES.owner_url:
    raise ImproperlyConfigured("Set HOMEWARD_OWNER_DATABASE_URL for migrations: the owner of the tables.")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set HOMEWARD_SECRET_KEY to a long random text that only this installation knows.")
if len(SECRET_KEY) < 43:  # 32 random bytes as text; everything sealed hangs on it
    raise ImproperlyConfigured("HOMEWARD_SECRET_KEY is too short: it needs 43 characters or more, chosen at random.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set HOMEWARD_HOSTS to the names this site answers to, with commas between them.")

SECURE_SSL_REDIRECT = env.bool("HOMEWARD_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-homeward-session"
CSRF_COOKIE_NAME = "__Host-homeward-csrf"
LOGGING["handlers"]["console"]["formatter"] = "json"  # type: ignore[index]
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
