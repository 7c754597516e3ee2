"""Where PostgreSQL and Valkey are found: named in the environment, or private to this checkout.

Pure: reads no file, starts nothing and imports no Django, so that settings may import it.
The folder's contents are made by `discharge.embedded.services`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

DATABASE_NAME = "homeward"
DATABASE_ROLE = "homeward"  # owns everything
# Who else comes in: requests and tasks, sweeps, reports (partners/migrations/0003_database_roles.py makes them).
LOWER_ROLES = ("homeward_app", "homeward_sweep", "homeward_report")
OTHER_ROLES = ("owner", "sweep", "report")
POSTGRES_SOCKET = ".s.PGSQL.5432"  # the name PostgreSQL itself gives the socket of port 5432
VALKEY_SOCKET = "valkey.sock"
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 104 on macOS and 108 on Linux


class ServicesNotNamed(RuntimeError):
    """The environment does not say which PostgreSQL and Redis to use, and has to."""


@dataclass(frozen=True, slots=True)
class ServiceAddresses:
    """The addresses a process needs. `embedded` is true when they are private to this checkout.

    `database_url` is what requests and tasks use; the others are the same database for the owner of its tables, for
    the sweeps and for the reports. Where nobody named those, they are empty.
    """

    database_url: str
    redis_url: str
    embedded: bool
    owner_url: str = ""
    sweep_url: str = ""
    report_url: str = ""

    @property
    def broker_url(self) -> str:
        """The address of the queue, spelt as Celery wants it."""
        parts = urlsplit(self.redis_url)
        if parts.scheme != "unix":
            return self.redis_url
        query = [("virtual_host" if key == "db" else key, value) for key, value in parse_qsl(parts.query)]
        return f"redis+socket://{parts.netloc}{parts.path}?{urlencode(query)}"

    @property
    def cache_url(self) -> str:
        """The address of the cache: the numbered database after the queue's, so it can be emptied alone."""
        return with_redis_database(self.redis_url, redis_database(self.redis_url) + 1)

    def with_redis_database(self, number: int) -> ServiceAddresses:
        """The same services with the queue in database `number` and the cache in the one after it."""
        return replace(self, redis_url=with_redis_database(self.redis_url, number))


@dataclass(frozen=True, slots=True)
class PrivateFolder:
    """The places inside one private folder. All of it belongs to one user and is closed to others."""

    root: Path

    @property
    def sockets(self) -> Path:
        """The folder of the Unix sockets: inside `root`, or where that is too long a short one elsewhere."""
        inside = self.root / "run"
        if len(os.fsencode(inside / POSTGRES_SOCKET)) < LONGEST_SOCKET_PATH:
            return inside
        mark = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(f"/tmp/homeward-{os.getuid()}-{mark}")  # noqa: S108 - made 0700 and its owner checked before use

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    def addresses(self) -> ServiceAddresses:
        """The addresses of the services that run in this folder."""
        host = quote(str(self.sockets), safe="/")
        app, sweep, report = (f"postgresql://{role}@/{DATABASE_NAME}?host={host}" for role in LOWER_ROLES)
        return ServiceAddresses(
            database_url=app,
            redis_url=f"unix://{host}/{VALKEY_SOCKET}?db=0",
            embedded=True,
            owner_url=f"postgresql://{DATABASE_ROLE}@/{DATABASE_NAME}?host={host}",
            sweep_url=sweep,
            report_url=report,
        )


def private_folder(base_dir: Path) -> PrivateFolder:
    """The private folder of the checkout at `base_dir`. Two checkouts never share one."""
    return PrivateFolder(Path(base_dir).resolve() / ".homeward")


def is_production(environ: Mapping[str, str]) -> bool:
    """Whether this environment says that real patients' data may be here."""
    return environ.get("HOMEWARD_ENV", "").strip().lower() == "production" or environ.get(
        "DJANGO_SETTINGS_MODULE", ""
    ).endswith(".production")


def service_addresses(base_dir: Path, environ: Mapping[str, str]) -> ServiceAddresses:
    """The services to use: those `environ` names, otherwise the private ones of the checkout at `base_dir`.

    Raises ServicesNotNamed when only one of DATABASE_URL and REDIS_URL is set, and when neither is set in
    production: the private services have no encryption, backup or second machine.
    """
    database_url = environ.get("DATABASE_URL", "").strip()
    redis_url = environ.get("REDIS_URL", "").strip()
    if database_url and redis_url:
        others = {
            f"{kind}_url": environ.get(f"HOMEWARD_{kind.upper()}_DATABASE_URL", "").strip() for kind in OTHER_ROLES
        }
        return ServiceAddresses(database_url=database_url, redis_url=redis_url, embedded=False, **others)
    if database_url or redis_url:
        named, missing = ("DATABASE_URL", "REDIS_URL") if database_url else ("REDIS_URL", "DATABASE_URL")
        raise ServicesNotNamed(
            f"{named} is set but {missing} is not. Set both to use your own PostgreSQL and Redis, "
            "or neither to use the private ones."
        )
    if is_production(environ):
        raise ServicesNotNamed(
            "In production DATABASE_URL and REDIS_URL must name your PostgreSQL and Redis. "
            "The private PostgreSQL and Valkey are for demonstrations, development and tests only."
        )
    return private_folder(base_dir).addresses()


def redis_database(redis_url: str) -> int:
    """The number of the database a redis://, rediss:// or unix:// address names; 0 when it names none."""
    parts = urlsplit(redis_url)
    query = dict(parse_qsl(parts.query))
    if "db" in query:
        return int(query["db"])
    if parts.scheme in {"redis", "rediss"} and parts.path.strip("/"):
        return int(parts.path.strip("/"))
    return 0


def with_redis_database(redis_url: str, number: int) -> str:
    """The same redis://, rediss:// or unix:// address, naming database `number`."""
    parts = urlsplit(redis_url)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "db"]
    if parts.scheme == "unix":
        # Written out, as urlunsplit drops the slashes that redis-py wants from a scheme it does not know.
        return f"unix://{parts.netloc}{parts.path}?{urlencode([*query, ('db', str(number))])}"
    return urlunsplit((parts.scheme, parts.netloc, f"/{number}", urlencode(query), ""))
