"""Where the services are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from environ import Env

from discharge.embedded.addresses import ServiceAddresses, ServicesNotNamed, private_folder, service_addresses

NAMED = {"DATABASE_URL": "postgresql://homeward@db/homeward", "REDIS_URL": "redis://queue:6379/0"}


def test_service_addresses_both_named_returns_them_as_they_are() -> None:
    found = service_addresses(Path("/srv/homeward"), NAMED)

    assert found == ServiceAddresses(NAMED["DATABASE_URL"], NAMED["REDIS_URL"], embedded=False)


@pytest.mark.parametrize("named", ["DATABASE_URL", "REDIS_URL"])
def test_service_addresses_one_named_is_refused(named: str) -> None:
    with pytest.raises(ServicesNotNamed, match="is set but"):
        service_addresses(Path("/srv/homeward"), {named: NAMED[named]})


@pytest.mark.parametrize(
    "environ", [{"HOMEWARD_ENV": "production"}, {"DJANGO_SETTINGS_MODULE": "discharge.settings.production"}]
)
def test_service_addresses_none_named_in_production_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(ServicesNotNamed, match="In production"):
        service_addresses(Path("/srv/homeward"), environ)


def test_service_addresses_none_named_are_in_the_checkout() -> None:
    found = service_addresses(Path("/srv/homeward"), {})

    assert found.database_url == "postgresql://homeward_app@/homeward?host=/srv/homeward/.homeward/run"
    assert found.redis_url == "unix:///srv/homeward/.homeward/run/valkey.sock?db=0"
    assert found.embedded


@pytest.mark.parametrize(
    ("kind", "role"), [("owner", "homeward"), ("sweep", "homeward_sweep"), ("report", "homeward_report")]
)
def test_service_addresses_in_the_checkout_give_each_work_a_role_of_its_own(kind: str, role: str) -> None:
    found = service_addresses(Path("/srv/homeward"), {})

    assert getattr(found, f"{kind}_url") == f"postgresql://{role}@/homeward?host=/srv/homeward/.homeward/run"


@pytest.mark.parametrize("kind", ["owner", "sweep", "report"])
def test_service_addresses_named_take_the_other_roles_from_the_environment(kind: str) -> None:
    found = service_addresses(
        Path("/srv/homeward"), {**NAMED, f"HOMEWARD_{kind.upper()}_DATABASE_URL": "postgresql://other@db/homeward"}
    )

    assert getattr(found, f"{kind}_url") == "postgresql://other@db/homeward"


def test_service_addresses_two_checkouts_differ() -> None:
    one, other = (service_addresses(Path(path), {}) for path in ("/srv/one", "/srv/two"))

    assert one.database_url != other.database_url
    assert one.redis_url != other.redis_url


def test_service_addresses_folder_with_a_space_is_read_back_by_django_environ() -> None:
    found = service_addresses(Path("/srv/my homeward"), {})

    assert Env.db_url_config(found.database_url)["OPTIONS"] == {"host": "/srv/my homeward/.homeward/run"}


def test_sockets_in_a_very_deep_checkout_have_a_short_path() -> None:
    folder = private_folder(Path("/srv") / ("deep" * 30))

    assert len(str(folder.sockets / ".s.PGSQL.5432")) < 100
    assert folder.sockets != private_folder(Path("/srv") / ("deep" * 31)).sockets


@pytest.mark.parametrize(
    ("redis_url", "broker", "cache"),
    [
        ("redis://queue:6379/0", "redis://queue:6379/0", "redis://queue:6379/1"),
        ("redis://queue", "redis://queue", "redis://queue/1"),
        (
            "rediss://:p%40ss@queue:6380/4?ssl_cert_reqs=required",
            "rediss://:p%40ss@queue:6380/4?ssl_cert_reqs=required",
            "rediss://:p%40ss@queue:6380/5?ssl_cert_reqs=required",
        ),
        ("unix:///run/v.sock?db=2", "redis+socket:///run/v.sock?virtual_host=2", "unix:///run/v.sock?db=3"),
    ],
)
def test_queue_and_cache_have_separate_databases(redis_url: str, broker: str, cache: str) -> None:
    addresses = ServiceAddresses("", redis_url, embedded=False)

    assert (addresses.broker_url, addresses.cache_url) == (broker, cache)
