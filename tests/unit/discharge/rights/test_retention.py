"""The lists of old records, their approval and the work, person by person."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from discharge.actions import exports, holds, retention
from discharge.errors import NotAllowed, UnableToActNow
from discharge.queries.retention import due_people, facts_of
from partners.models import AuditEvent
from partners.roles import RoleCode
from referrals.london import london_date
from referrals.models import Message, Patient, RetentionItem, RetentionRun
from referrals.retention import Kept
from tests import factories as make
from tests.unit.discharge.rights.worlds import THEN, old_case, old_world

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def world() -> make.World:
    return old_world()


@pytest.fixture
def officer(world: make.World) -> Any:
    return make.person(RoleCode.IG_OFFICER, world.council)


def the_run(world: make.World) -> RetentionRun:
    retention.propose_runs(at=NOW)
    return RetentionRun.objects.get(organisation=world.council, approved_at__isnull=True)


def approved(world: make.World, officer: Any) -> RetentionRun:
    return retention.approve_run(run=the_run(world), by=officer, at=NOW)


def states(run: RetentionRun) -> dict[str, str]:
    return dict(run.items.values_list("reference", "state"))


def test_list_has_the_old_record_and_not_the_young(world: make.World) -> None:
    old = old_case(world)
    make.referral(world, "closed")
    run = the_run(world)
    item = run.items.get()
    assert (item.reference, item.patient_id, item.last_contact_on) == (old.reference, old.patient_id, THEN.date())


@pytest.mark.parametrize("status", ["submitted", "accepted", "discharged"])
def test_list_leaves_out_a_case_never_ended(world: make.World, status: str) -> None:
    dates = {"admitted_on": THEN.date(), "expected_discharge_on": THEN.date(), "ready_on": THEN.date()}
    make.referral(world, status, at=THEN, **dates)
    assert retention.propose_runs(at=NOW) == 0


def test_list_leaves_out_somebody_with_a_young_case_as_well(world: make.World) -> None:
    old = old_case(world)
    assert old.patient is not None
    make.referral(
        world, "closed", nhs_number=old.patient.nhs_number, born_on=old.patient.born_on,
        family_name=old.patient.family_name, given_name=old.patient.given_name,
    )  # fmt: skip
    assert retention.propose_runs(at=NOW) == 0


def test_list_leaves_out_a_late_message_on_an_old_case(world: make.World) -> None:
    case = old_case(world)
    Message.objects.create(
        referral=case, body="Thank you", written_by=world.sister, organisation=world.trust,
        written_at=NOW - timedelta(days=365 * 7),
    )  # fmt: skip
    assert retention.propose_runs(at=NOW) == 0
    assert max(facts_of([case.patient_id])[case.patient_id].contacts) == london_date(NOW - timedelta(days=365 * 7))


def test_list_leaves_out_a_record_on_hold(world: make.World, officer: Any) -> None:
    case = old_case(world)
    hold = holds.place_hold(patient=case.patient, organisation=world.council, reason="Claim 7", by=officer, at=NOW)
    assert retention.propose_runs(at=NOW) == 0
    holds.lift_hold(hold=hold, by=officer, at=NOW)
    assert retention.propose_runs(at=NOW) == 1


def test_list_leaves_out_somebody_whose_copy_is_being_made(world: make.World, officer: Any) -> None:
    case = old_case(world)
    exports.request_export(
        patient=case.patient, organisation=world.council, request_reference="7", identity_checked="known",
        by=officer, at=NOW,
    )  # fmt: skip
    assert retention.propose_runs(at=NOW) == 0


def test_list_goes_to_the_organisation_of_the_latest_case(world: make.World) -> None:
    other = old_world()
    first = old_case(world)
    assert first.patient is not None
    old_case(
        other, at=THEN + timedelta(days=40), nhs_number=first.patient.nhs_number, born_on=first.patient.born_on,
        family_name=first.patient.family_name, given_name=first.patient.given_name,
    )  # fmt: skip
    retention.propose_runs(at=NOW)
    assert RetentionRun.objects.get().organisation == other.council


def test_list_made_again_is_one_list(world: make.World) -> None:
    old_case(world)
    retention.propose_runs(at=NOW)
    retention.propose_runs(at=NOW + timedelta(days=1))
    assert RetentionItem.objects.count() == 1
    assert RetentionRun.objects.get().made_at == NOW + timedelta(days=1)


def test_list_without_anybody_left_goes(world: make.World, officer: Any) -> None:
    case = old_case(world)
    retention.propose_runs(at=NOW)
    holds.place_hold(patient=case.patient, organisation=world.council, reason="Claim 7", by=officer, at=NOW)
    retention.propose_runs(at=NOW)
    assert not RetentionRun.objects.exists()


def test_somebody_on_an_approved_list_is_on_no_other(world: make.World, officer: Any) -> None:
    old_case(world)
    approved(world, officer)
    assert retention.propose_runs(at=NOW) == 0


def test_facts_take_the_same_number_of_queries_for_any_number(
    world: make.World, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(16):
        facts_of([1, 2])
    with django_assert_num_queries(16):
        facts_of(list(range(1, 51)))


def test_approval_by_an_officer_elsewhere_is_refused(world: make.World) -> None:
    old_case(world)
    run = the_run(world)
    with pytest.raises(NotAllowed):
        retention.approve_run(run=run, by=make.world().ig_officer, at=NOW)
    run.refresh_from_db()
    assert run.approved_at is None


@pytest.mark.parametrize("name", ["sister", "coordinator", "team_lead", "administrator", "commissioner"])
def test_approval_by_another_role_is_refused(world: make.World, name: str) -> None:
    old_case(world)
    with pytest.raises(NotAllowed):
        retention.approve_run(run=the_run(world), by=getattr(world, name), at=NOW)


def test_approval_twice_is_quiet_for_the_same_person_and_told_to_another(world: make.World, officer: Any) -> None:
    old_case(world)
    run = approved(world, officer)
    assert retention.approve_run(run=run, by=officer, at=NOW + timedelta(minutes=1)).approved_at == NOW
    with pytest.raises(UnableToActNow, match="approved this list already"):
        retention.approve_run(run=run, by=make.person(RoleCode.IG_OFFICER, world.council), at=NOW)
    assert AuditEvent.objects.filter(action="retention_approved").count() == 1


def test_approval_of_a_list_made_anew_since_is_refused(world: make.World, officer: Any) -> None:
    old_case(world)
    seen = the_run(world)
    retention.propose_runs(at=NOW + timedelta(days=1))
    with pytest.raises(UnableToActNow, match="has changed"):
        retention.approve_run(run=seen, by=officer, at=NOW + timedelta(days=1))


def test_run_nobody_approved_changes_nothing(world: make.World) -> None:
    case = old_case(world)
    assert retention.apply_run(run_id=the_run(world).pk, at=NOW) == 0
    assert Patient.objects.get(pk=case.patient_id).anonymised_at is None


def test_run_takes_everybody_out_and_finishes(world: make.World, officer: Any) -> None:
    people = [old_case(world).patient_id for _ in range(2)]
    run = approved(world, officer)
    assert retention.apply_run(run_id=run.pk, at=NOW) == 2
    assert Patient.objects.filter(pk__in=people, anonymised_at=NOW).count() == 2
    run.refresh_from_db()
    assert run.finished_at == NOW


def test_run_again_changes_nothing(world: make.World, officer: Any) -> None:
    case = old_case(world)
    run = approved(world, officer)
    retention.apply_run(run_id=run.pk, at=NOW)
    assert retention.apply_run(run_id=run.pk, at=NOW + timedelta(days=1)) == 0
    assert Patient.objects.get(pk=case.patient_id).anonymised_at == NOW
    assert AuditEvent.objects.filter(action="retention_finished").count() == 1


def test_run_keeps_a_record_held_since_and_says_why(world: make.World, officer: Any) -> None:
    held, other = old_case(world), old_case(world)
    run = approved(world, officer)
    holds.place_hold(patient=held.patient, organisation=world.council, reason="Claim 7", by=officer, at=NOW)
    assert retention.apply_run(run_id=run.pk, at=NOW) == 1
    assert states(run) == {held.reference: "skipped", other.reference: "done"}
    assert run.items.get(patient=held.patient).why_kept == Kept.HOLD


class Killed(BaseException):
    """The process ends: nothing in the program catches this."""


def test_run_killed_in_the_middle_goes_on_where_it_was(world: make.World, officer: Any) -> None:
    """The second person's erasing is where it dies: the first is done, the second untouched, the rest still planned."""
    for _ in range(3):
        old_case(world)
    run = approved(world, officer)
    erased = 0

    def dies(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal erased
        if "homeward_erase" in sql:
            erased += 1
            if erased == 2:
                raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dies), pytest.raises(Killed):
        retention.apply_run(run_id=run.pk, at=NOW)
    assert sorted(states(run).values()) == ["done", "planned", "planned"]
    assert Patient.objects.filter(anonymised_at__isnull=False).count() == 1
    assert retention.unfinished_runs() == [run.pk]

    assert retention.apply_run(run_id=run.pk, at=NOW + timedelta(hours=1)) == 2
    assert set(states(run).values()) == {"done"}
    assert retention.unfinished_runs() == []


def test_run_goes_past_a_person_for_whom_it_fails(
    world: make.World, officer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = old_case(world), old_case(world)
    run = approved(world, officer)
    with connection.cursor() as cursor:
        cursor.execute(
            f"create function refuse_one() returns trigger language plpgsql as $$ begin"
            f" if new.id = {bad.patient_id} then raise exception 'no'; end if; return new; end $$;"
            " create trigger refuse_one before update on referrals_patient"
            " for each row execute function refuse_one();"
        )
    with caplog.at_level(logging.ERROR):
        assert retention.apply_run(run_id=run.pk, at=NOW) == 1
    assert states(run) == {bad.reference: "planned", good.reference: "done"}
    assert retention.unfinished_runs() == [run.pk]
    assert "retention_failed item=" in caplog.text


def test_command_without_apply_lists_and_changes_nothing(world: make.World, capsys: pytest.CaptureFixture[str]) -> None:
    case = old_case(world)
    call_command("apply_retention")
    assert capsys.readouterr().out.splitlines() == [
        f"{case.reference}  last contact 2016-03-01",
        "1 due. Nothing was changed: --apply anonymises them.",
    ]
    assert Patient.objects.get(pk=case.patient_id).anonymised_at is None


def test_command_with_apply_takes_them_out(world: make.World, capsys: pytest.CaptureFixture[str]) -> None:
    case = old_case(world)
    call_command("apply_retention", "--apply")
    assert capsys.readouterr().out == "1 anonymised.\n"
    assert Patient.objects.get(pk=case.patient_id).anonymised_at is not None


def test_due_on_the_last_day_of_eight_years_is_not_yet(world: make.World) -> None:
    at = datetime(2016, 11, 23, 9, tzinfo=UTC)
    old_case(world, at=at)
    assert list(due_people(datetime(2024, 11, 23, tzinfo=UTC).date())) == []
    assert len(list(due_people(datetime(2024, 11, 24, tzinfo=UTC).date()))) == 1
