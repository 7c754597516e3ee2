"""What a record said before: kept by triggers, by whom, and never changed."""

from typing import Any

import pytest
from django.apps import apps
from django.db import InternalError, ProgrammingError, connection, transaction

from partners import history
from partners.actors import SystemActor
from partners.models import Membership, MembershipPast, User, UserPast
from partners.models.past import Past
from tests import factories as make

pytestmark = pytest.mark.django_db
PASTS: list[type[Past]] = [model for model in apps.get_models() if issubclass(model, Past)]
#: Tables that a person's act changes and that have a past. A new one is added here on purpose.
KEPT = {
    *("User", "Membership", "Patient", "Carer", "Referral", "ReferralNeed", "ReferralRisk", "ReadinessPeriod"),
    *(
        "SharingDecision",
        "SlaTarget",
        "Intervention",
        "HomeAssessment",
        "Rehousing",
        "CouncilApplication",
        "Stay",
        "Unit",
    ),
    *("FollowUp", "Outcome"),
}


@pytest.fixture
def world() -> make.World:
    return make.world()


def last(past: type[Past], pk: int) -> Any:
    return past.objects.filter(pgh_obj_id=pk).order_by("-pgh_id")[0]


def test_pasts_are_kept_of_the_tables_that_should_have_one() -> None:
    assert {past.pgh_tracked_model.__name__ for past in PASTS} == KEPT


@pytest.mark.parametrize("past", PASTS, ids=lambda past: past.__name__)
def test_past_is_named_after_its_table(past: type[Past]) -> None:
    assert past.__name__ == f"{past.pgh_tracked_model.__name__}Past"


@pytest.mark.parametrize("past", PASTS, ids=lambda past: past.__name__)
def test_past_has_the_trigger_that_refuses_change_and_deletion(past: type[Past]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname from pg_trigger join pg_proc on pg_proc.oid = tgfoid "
            "where tgrelid = %s::regclass and proname = 'homeward_append_only' and tgenabled = 'O' and tgtype = 27",
            [past._meta.db_table],  # 27: before, for each row, update and delete
        )
        assert cursor.fetchall() == [("append_only",)]


@pytest.mark.parametrize("verb", ["update {} set pgh_label = 'x'", "delete from {}"])
def test_past_of_a_person_changed_or_deleted_by_hand_is_refused(world: make.World, verb: str) -> None:
    with pytest.raises((InternalError, ProgrammingError), match="never changed"), transaction.atomic():
        connection.cursor().execute(verb.format("partners_userpast"))


@pytest.mark.parametrize("past", PASTS, ids=lambda past: past.__name__)
def test_past_row_written_by_hand_is_refused(past: type[Past]) -> None:
    with pytest.raises((InternalError, ProgrammingError), match="by a trigger alone"), transaction.atomic():
        connection.cursor().execute(f"insert into {past._meta.db_table} default values")


def test_row_made_has_its_first_version(world: make.World) -> None:
    version = last(UserPast, world.sister.pk)
    assert (version.pgh_label, version.name, version.email) == ("insert", world.sister.name, world.sister.email)


def test_queryset_update_is_kept(world: make.World) -> None:
    User.objects.filter(pk=world.sister.pk).update(name="Someone Else")
    assert (last(UserPast, world.sister.pk).pgh_label, last(UserPast, world.sister.pk).name) == (
        "update",
        "Someone Else",
    )


def test_sql_typed_by_hand_is_kept(world: make.World) -> None:
    connection.cursor().execute("update partners_user set is_active = false where id = %s", [world.sister.pk])
    assert last(UserPast, world.sister.pk).is_active is False


def test_deletion_is_kept_and_outlives_the_row() -> None:
    user = User.objects.create_user("past@example.org", name="Pat Past")
    pk = user.pk
    user.delete()
    assert (last(UserPast, pk).pgh_label, last(UserPast, pk).name) == ("delete", user.name)


def test_update_that_changes_nothing_makes_no_version(world: make.World) -> None:
    before = UserPast.objects.count()
    User.objects.filter(pk=world.sister.pk).update(name=world.sister.name)
    assert UserPast.objects.count() == before


def test_password_is_not_kept(world: make.World) -> None:
    before = UserPast.objects.count()
    User.objects.filter(pk=world.sister.pk).update(password="another")
    assert UserPast.objects.count() == before
    assert "password" not in {field.name for field in UserPast._meta.fields}


def test_role_that_ends_is_kept(world: make.World) -> None:
    role = Membership.objects.get(user=world.sister)
    Membership.objects.filter(pk=role.pk).update(active=False, ended_at=make.NOW)
    assert last(MembershipPast, role.pk).active is False


def test_version_says_who_wrote_it_and_in_which_role(world: make.World) -> None:
    world.administrator.working_as = Membership.objects.get(user=world.administrator)
    with history.by_person(world.administrator):
        history.add(page="person")
        User.objects.filter(pk=world.sister.pk).update(name="Someone Else")
    assert last(UserPast, world.sister.pk).pgh_context == {
        "person": world.administrator.pk,
        "membership": world.administrator.working_as.pk,
        "page": "person",
    }


def test_version_says_which_part_of_the_system_wrote_it(world: make.World) -> None:
    with history.by_system(SystemActor("sweep")):
        User.objects.filter(pk=world.sister.pk).update(name="Someone Else")
    assert last(UserPast, world.sister.pk).pgh_context == {"system": "sweep"}


def test_versions_of_one_request_have_one_id(world: make.World) -> None:
    with history.by_person(world.administrator):
        User.objects.filter(pk=world.sister.pk).update(name="A")
        User.objects.filter(pk=world.coordinator.pk).update(name="B")
    ids = {last(UserPast, world.sister.pk).pgh_context_id, last(UserPast, world.coordinator.pk).pgh_context_id}
    assert len(ids) == 1
    assert None not in ids


def test_saying_who_writes_costs_no_query(world: make.World, django_assert_num_queries: Any) -> None:
    with history.by_person(world.administrator), django_assert_num_queries(2):
        User.objects.filter(pk=world.sister.pk).update(name="A")
        list(User.objects.filter(pk=world.sister.pk))


@pytest.mark.django_db(transaction=True)
def test_who_wrote_does_not_stay_on_the_connection() -> None:
    user = User.objects.create_user("past@example.org", name="Pat Past")
    with history.by_system(SystemActor("sweep")):
        User.objects.filter(pk=user.pk).update(name="A")
    User.objects.filter(pk=user.pk).update(name="B")
    assert last(UserPast, user.pk).pgh_context is None
