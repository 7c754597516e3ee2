"""Tests: as production wherever it can be, with test NHS numbers and services of this run's own."""

from typing import Any

from discharge.settings.base import *  # noqa: F403
from discharge.settings.base import PACE, SERVICES, TEMPLATES, _database, env

SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
ALLOW_TEST_NHS_NUMBERS = True
# Most tests are about something else than logging in; those about second factors turn it on.
HOMEWARD_REQUIRE_SECOND_FACTOR = False
# One connection, the owner's: a test sets a case up, and a request inside the same transaction becomes homeward_app.
DATABASES = {"default": _database(SERVICES.database_url)}
DATABASE_ROLES_SWITCH = True
DATABASE_ROLE_IS_CHECKED = False
# A database that is migrated already, to make the tests' own from; the test run says where it has one.
DATABASES["default"]["TEST"] = {"TEMPLATE": env("HOMEWARD_TEST_TEMPLATE", default=None)}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests move the clock by days; those about time limits set the real ones.
SESSION_IDLE_MINUTES = SESSION_LONGEST_HOURS = 100_000
# Tests go faster than people; those about the pace set a real one.
PACE = dict.fromkeys(PACE, 1_000_000)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The hashed names of the manifest need a collectstatic run; the files themselves are the same.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "case_files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}


# Nothing is collected for a test run: the live server finds the files where they are.
STATIC_ROOT = None  # type: ignore[assignment] # a path elsewhere


class UndefinedVariable(str):
    """Fails the test in which a template prints a variable nobody gave it."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, name: Any) -> str:
        raise AssertionError(f"A template uses a variable it was not given: {name}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("undefined: %s")  # type: ignore[index]
