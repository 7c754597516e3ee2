"""Who is asking: told once a transaction, forgotten with it, and never wider inside."""

import re
from pathlib import Path

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, ProgrammingError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from discharge.celery import app
from partners import asking
from partners.middleware import AskingMiddleware
from partners.models import Notification, User
from referrals.models import Referral
from tests import factories as make
from tests.integration.wall.asked import asked_by, attempt, person, sql

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[3]


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.mark.parametrize("value", [None, "", "{}"])
def test_setting_unset_empty_or_no_one_shows_no_case(world: make.World, value: str | None) -> None:
    make.referral(world)
    with asked_by(None):
        if value is not None:
            sql("select set_config('homeward.sees', %s, true)", value)
        assert not Referral.objects.exists()


@pytest.mark.parametrize("value", ["{1,x}", "1", "{1,2"])
def test_setting_that_is_no_list_of_ids_is_an_error(world: make.World, value: str) -> None:
    make.referral(world)
    with asked_by(None), transaction.atomic():
        sql("select set_config('homeward.sees', %s, true)", value)
        with pytest.raises(DataError):
            attempt("select count(*) from referrals_referral")
        transaction.set_rollback(True)


def test_asking_shows_the_persons_cases_and_no_other(world: make.World) -> None:
    own, other = make.referral(world), make.referral(make.world())
    with asked_by(world.coordinator):
        assert set(Referral.objects.values_list("pk", flat=True)) == {own.pk} != {other.pk}


def test_asking_ward_staff_see_cases_of_their_own_wards(world: make.World) -> None:
    own, other = make.referral(world), make.referral(world)
    Referral.objects.filter(pk=other.pk).update(ward=world.other_ward)
    with asked_by(world.sister):
        assert list(Referral.objects.values_list("pk", flat=True)) == [own.pk]


def test_asking_after_the_block_nobody_asks(world: make.World) -> None:
    with asked_by(world.coordinator):
        pass
    assert sql("select wall.ids('sees'), wall.person()") == [([], None)]


def test_asking_inside_asking_is_refused(world: make.World) -> None:
    with asked_by(world.coordinator), pytest.raises(asking.AskedTwice), asked_by(world.sister):
        pass


def test_system_inside_asking_is_refused(world: make.World) -> None:
    with asked_by(world.coordinator), pytest.raises(asking.AskedTwice), asking.as_system():
        pass


def test_asking_deactivated_person_sees_no_case(world: make.World) -> None:
    make.referral(world)
    world.coordinator.is_active = False
    world.coordinator.save()
    with asking.asking(User.objects.get(pk=world.coordinator.pk)):
        assert not Referral.objects.exists()


def test_savepoint_undone_inside_leaves_who_asks(world: make.World) -> None:
    make.referral(world)
    with asked_by(world.coordinator):
        with transaction.atomic():
            sql("select set_config('homeward.sees', '{}', true)")
            transaction.set_rollback(True)
        assert Referral.objects.exists()


def test_exception_inside_undoes_what_was_written(world: make.World) -> None:
    def writes_and_breaks() -> None:
        with asked_by(world.coordinator):
            note(world)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        writes_and_breaks()
    assert not Notification.objects.filter(key="test").exists()


def test_request_that_breaks_undoes_what_its_view_wrote(world: make.World) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        note(world)
        return HttpResponse(status=500)

    middleware = AskingMiddleware(view)
    request = RequestFactory().get("/")
    request.user = person(world.coordinator)
    middleware(request)

    assert not Notification.objects.filter(key="test").exists()


def test_request_refused_keeps_what_was_written_down(world: make.World) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        note(world)
        return HttpResponse(status=403)

    middleware = AskingMiddleware(view)
    request = RequestFactory().get("/")
    request.user = person(world.coordinator)
    middleware(request)

    assert Notification.objects.filter(key="test").exists()


@pytest.mark.django_db(transaction=True)
def test_on_commit_work_asks_as_nobody(world: make.World) -> None:
    make.referral(world)
    seen: list[int] = []
    with asked_by(world.coordinator):
        transaction.on_commit(lambda: seen.append(len(sql("select wall.ids('sees')")[0][0])))
    assert seen == [0]


@pytest.mark.django_db(transaction=True)
def test_next_transaction_of_the_same_connection_asks_as_nobody(world: make.World) -> None:
    """As behind a pooler in transaction mode, where the next one on the connection is somebody else."""
    with asked_by(world.coordinator):
        pass
    with transaction.atomic():
        assert sql("select wall.ids('sees'), wall.person()") == [([], None)]


def test_system_sees_every_case_with_a_role_of_its_own(world: make.World) -> None:
    make.referral(world)
    with asking.as_system():
        assert sql("select current_user") == [("homeward_sweep",)]
        assert Referral.objects.exists()


@pytest.mark.parametrize("table", ["partners_readlog", "partners_auditevent"])
def test_system_cannot_change_the_record_of_what_was_done(table: str) -> None:
    with asking.as_system():
        allowed = sql("select has_table_privilege(%s, 'UPDATE'), has_table_privilege(%s, 'DELETE')", table, table)
    assert allowed == [(False, False)]


def test_figures_read_every_case_and_write_nothing(world: make.World) -> None:
    make.referral(world)
    with asked_by(world.commissioner):
        assert not Referral.objects.exists()
        with asking.as_figures():
            assert Referral.objects.exists()
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Referral.objects.update(urgency="urgent")
        assert not Referral.objects.exists()


def test_every_task_runs_as_the_system(world: make.World) -> None:
    assert {task for name, task in app.tasks.items() if not name.startswith("celery.") and not asks(task)} == set()


def test_role_of_the_owner_is_refused_to_the_web(settings: Settings) -> None:
    settings.DATABASE_ROLE_IS_CHECKED = True
    with pytest.raises(ImproperlyConfigured, match="homeward_app"):
        asking.refuse_powerful_role(connection=Borrowed(own_connection(connection.settings_dict["USER"])))


def test_role_homeward_app_is_let_in(settings: Settings) -> None:
    settings.DATABASE_ROLE_IS_CHECKED = True
    asking.refuse_powerful_role(connection=Borrowed(own_connection("homeward_app")))


def test_settings_are_never_written_beyond_the_transaction() -> None:
    """`set_config(…, false)` would stay on the connection, and the next person on it would see with these eyes."""
    wrong = [
        str(file)
        for app_name in ("discharge", "outcomes", "housing", "referrals", "partners")
        for file in (SOURCE / app_name).rglob("*.py")
        if re.search(r"set_config\([^)]*false\s*\)|set\s+session\s+homeward\.", file.read_text(), re.IGNORECASE)
    ]
    assert wrong == []


def test_acts_beyond_ones_own_cases_are_these_alone() -> None:
    callers = {
        str(file.relative_to(SOURCE))
        for app_name in ("discharge", "outcomes", "housing", "referrals", "partners")
        for file in (SOURCE / app_name).rglob("*.py")
        if "beyond_own_cases()" in file.read_text()
    }
    assert callers == {
        "partners/asking.py",
        "referrals/actions/holidays.py",
        "referrals/actions/leaving.py",
        "referrals/actions/restriction.py",
        "referrals/actions/targets.py",
    }


def test_no_answer_is_streamed_after_its_transaction() -> None:
    wrong = [
        str(file)
        for app_name in ("discharge", "outcomes", "housing", "referrals", "partners")
        for file in (SOURCE / app_name).rglob("*.py")
        if "StreamingHttpResponse" in file.read_text()
    ]
    assert wrong == []


def test_definer_functions_pin_their_search_path_and_are_not_for_everybody() -> None:
    loose = sql(
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
        "where p.prosecdef and n.nspname in ('wall', 'public') and p.proname not like 'pgh%%' "
        "and (not exists (select from unnest(p.proconfig) c where c like 'search_path=%%') "
        "  or exists (select from aclexplode(p.proacl) a where a.grantee = 0) or p.proacl is null)"
    )
    assert loose == []


def asks(task: object) -> bool:
    from discharge.celery import SystemTask

    return isinstance(task, SystemTask)


def note(world: make.World) -> None:
    Notification.objects.create(
        recipient=world.coordinator, key="test", text="HW-23456: test", path="/", created_at=make.NOW
    )


def own_connection(role: str) -> object:
    database = connection.settings_dict
    return psycopg2.connect(
        dbname=database["NAME"], user=role, host=database.get("HOST") or database["OPTIONS"].get("host")
    )


class Borrowed:
    """What Django's wrapper is to the check: an alias and the driver's connection."""

    alias = "default"
    in_atomic_block = False

    def __init__(self, own: object) -> None:
        self.connection = own

    def get_autocommit(self) -> bool:
        return True

    def close(self) -> None:
        self.connection.close()  # type: ignore[attr-defined]
