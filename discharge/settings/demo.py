"""The demo and a developer's own machine: fictitious people, private services, one click to be any of them."""

import os
import stat

from discharge.settings.base import *  # noqa: F403
from discharge.settings.base import BASE_DIR, SECRET_KEY, env

if os.environ.get("HOMEWARD_ENV") == "production":
    raise RuntimeError(
        "HOMEWARD_ENV is production: use DJANGO_SETTINGS_MODULE=discharge.settings.production, not the demo's."
    )


def _own_secret_key() -> str:
    """A key made once for this checkout, kept beside its private database, readable by its owner only."""
    folder = BASE_DIR / ".homeward"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "secret-key"
    if not path.exists():
        import secrets

        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR),
            "w",
        ) as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


SECRET_KEY = SECRET_KEY or _own_secret_key()
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *env.list("HOMEWARD_HOSTS", default=[]),
]
IS_DEMO = True
ALLOW_TEST_NHS_NUMBERS = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# One click makes you anybody; whoever tries a second factor may still set one up, and is asked for it with a password.
HOMEWARD_REQUIRE_SECOND_FACTOR = False
# Ten services share a few hundred made-up cases: at the level meant for real people hardly a figure would show.
REPORT_HIDE_UP_TO = 2
REPORT_ROUND_TO = 1
