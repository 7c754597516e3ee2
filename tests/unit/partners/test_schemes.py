"""Schemes through the actions: who may, what is refused, and all or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from partners.actions import schemes as actions
from partners.actions.schemes import SchemeDetails, UnableToChangeScheme
from partners.errors import NotAllowed
from partners.models import AuditEvent, Scheme, SchemeGroupGrant, SchemePartner, User
from tests import factories as make

pytestmark = pytest.mark.django_db
DETAILS = SchemeDetails(name="Newark Homeward", area="Newark", starts_on=date(2026, 1, 1))


@pytest.fixture
def world() -> make.World:
    return make.world()


def add(world: make.World, by: User, details: SchemeDetails = DETAILS) -> Scheme:
    return actions.add_scheme(lead=world.council, details=details, by=by, at=make.NOW)


def test_add_scheme_makes_an_address_from_its_name(world: make.World) -> None:
    assert add(world, world.administrator).slug == "newark-homeward"


def test_add_scheme_called_add_leaves_the_pages_address_free(world: make.World) -> None:
    assert add(world, world.administrator, replace(DETAILS, name="Add")).slug != "add"


@pytest.mark.parametrize("role", ["sister", "coordinator", "team_lead", "commissioner", "ig_officer", "flat_manager"])
def test_add_scheme_any_other_role_is_refused(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        add(world, getattr(world, role))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": date(2025, 12, 31)}, "last day"),
        ({"hours": [[["09:00", "08:00"]]] * 7}, "closing time"),
        ({"hours": [[]] * 7}, "at least one day"),
    ],
)
def test_add_scheme_dates_or_hours_out_of_order_is_refused(
    world: make.World, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(UnableToChangeScheme, match=words):
        add(world, world.administrator, replace(DETAILS, **changes))  # type: ignore[arg-type]


def test_add_scheme_name_taken_is_refused(world: make.World) -> None:
    add(world, world.administrator)

    with pytest.raises(UnableToChangeScheme, match="already here"):
        add(world, world.administrator, replace(DETAILS, name="NEWARK HOMEWARD"))


def test_change_scheme_writes_what_changed_into_the_audit(world: make.World) -> None:
    scheme = add(world, world.administrator)

    actions.change_scheme(
        scheme=scheme, details=replace(DETAILS, area="Newark and Sherwood"), by=world.administrator, at=make.NOW
    )

    assert AuditEvent.objects.get(action="scheme_changed").detail == {"changed": ["area"]}


def test_add_partner_twice_changes_nothing(world: make.World) -> None:
    for _ in range(2):
        actions.add_scheme_partner(
            scheme=world.scheme, organisation=world.council, part="evaluator", by=world.administrator, at=make.NOW
        )

    assert SchemePartner.objects.filter(organisation=world.council, part="evaluator").count() == 1
    assert AuditEvent.objects.filter(action="scheme_partner_added").count() == 1


def test_remove_partner_twice_is_quiet(world: make.World) -> None:
    partner = SchemePartner.objects.get(organisation=world.icb)
    for _ in range(2):
        actions.remove_scheme_partner(partner=partner, by=world.administrator, at=make.NOW)

    assert AuditEvent.objects.filter(action="scheme_partner_removed").count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda world: add(world, world.administrator),
        lambda world: actions.change_scheme(scheme=world.scheme, details=DETAILS, by=world.administrator, at=make.NOW),
        lambda world: actions.add_scheme_partner(
            scheme=world.scheme, organisation=world.council, part="evaluator", by=world.administrator, at=make.NOW
        ),
        lambda world: actions.remove_scheme_partner(
            partner=SchemePartner.objects.get(organisation=world.icb), by=world.administrator, at=make.NOW
        ),
    ],
    ids=["add", "change", "add partner", "remove partner"],
)
def test_action_failing_audit_undoes_the_change(world: make.World, act: Callable[[make.World], object]) -> None:
    before = snapshot()
    with connection.cursor() as cursor:
        cursor.execute("alter table partners_auditevent add constraint nothing_more check (false) not valid")

    with pytest.raises(DatabaseError), transaction.atomic():
        act(world)

    assert snapshot() == before


def snapshot() -> list[object]:
    return [
        list(Scheme.objects.order_by("pk").values_list("name", "area")),
        list(SchemePartner.objects.order_by("pk").values_list("organisation", "part")),
        list(SchemeGroupGrant.objects.order_by("pk").values_list("group", "content_object")),
    ]
