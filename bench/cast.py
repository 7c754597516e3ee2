"""Who asks: people of a big, a small and an empty service, and two hundred services around them.

The first three are the worlds of the tests' factories, whose people have their roles and rights by the same actions as
anybody; the others are rows that only fill the tables.
"""

from dataclasses import dataclass

from django.db import connection

from bench.scripts import sql
from partners.models import User, Ward
from partners.roles import RoleCode
from tests import factories as make

SERVICES = 200
COLLEAGUES = 20  # coordinators of the big council, so that "my cases" are a share
WARDS = 30  # of the big trust
PROVIDERS = 50


@dataclass(frozen=True)
class Cast:
    """The people whose pages are measured."""

    coordinator: User
    small_coordinator: User
    empty_coordinator: User
    sister: User
    discharge_team: User
    provider_worker: User
    officer: User


def make_cast() -> None:
    """Make everybody. The tables `bench.service` and `bench.provider` say where the filler puts cases."""
    big, small, empty = make.world(), make.world(), make.world()
    colleagues = [make.person(RoleCode.COORDINATOR, big.council) for _ in range(COLLEAGUES - 1)]
    wards = [big.ward, big.other_ward, *make.WardFactory.create_batch(WARDS - 2, site=big.site)]
    people = {
        "coordinator": big.coordinator,
        "small_coordinator": small.coordinator,
        "empty_coordinator": empty.coordinator,
        "sister": big.sister,
        "discharge_team": big.discharge_team,
        "provider_worker": big.provider_worker,
        "officer": big.ig_officer,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql("cast_tables"))
        services: list[tuple[int, make.World, list[User], list[Ward]]] = [
            (1, big, [big.coordinator, *colleagues], wards),
            (2, small, [small.coordinator], [small.ward, small.other_ward]),
            (3, empty, [empty.coordinator], [empty.ward, empty.other_ward]),
        ]
        for k, world, coordinators, its_wards in services:
            cursor.execute(
                "insert into bench.service values (%s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    k,
                    world.council.pk,
                    world.trust.pk,
                    world.scheme.pk,
                    [each.pk for each in its_wards],
                    [each.pk for each in coordinators],
                    world.sister.pk,
                    world.provider.pk,
                ],
            )
        for name, user in people.items():
            cursor.execute("insert into bench.person values (%s, %s)", [name, user.pk])
        cursor.execute(sql("cast_others"), {"services": SERVICES, "providers": PROVIDERS})


def load_cast() -> Cast:
    """Those whom `make_cast` made, as a new request has them."""
    with connection.cursor() as cursor:
        cursor.execute("select name, id from bench.person")
        found = dict(cursor.fetchall())
    return Cast(**{name: User.objects.get(pk=pk) for name, pk in found.items()})
