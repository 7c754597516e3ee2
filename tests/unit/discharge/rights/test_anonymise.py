"""The end of keeping: nobody is in the record any more, anywhere in the database, and no figure has changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from discharge.actions.anonymise import take_person_out
from discharge.rights import columns as plan
from discharge.rights.graph import is_past, tables
from outcomes.periods import periods_on
from outcomes.queries.report import counts
from partners.actors import SystemActor
from partners.models import AuditEvent, ReadLog
from referrals import storage
from referrals.models import CaseFile, LegalHold, Message, Patient, Referral, ReferralEvent
from tests import factories as make
from tests.once import copy_of, made_once
from tests.unit.discharge.rights.worlds import SECRETS, THEN, Old, old_case, old_person, old_world

pytestmark = pytest.mark.django_db
TESTS = SystemActor("tests")


old_once = made_once(old_person)


@pytest.fixture
def old(old_once: Old) -> Old:
    return copy_of(old_once)


def take_out(person: int) -> None:
    with transaction.atomic():
        take_person_out(patient=Patient.objects.select_for_update().get(pk=person), by=TESTS, at=make.NOW)


def everything() -> str:
    """The whole database as text."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        names = [row[0] for row in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'select t::text from "{name}" t')  # noqa: S608 - our own tables
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_person_is_nowhere_in_the_database(old: Old) -> None:
    number = old.case.patient.nhs_number if old.case.patient else ""
    assert number
    before = everything()
    wanted = [*SECRETS.values(), number, "1944-03-12", "+441632960978", "ecret"]
    assert [word for word in wanted if word not in before] == []
    take_out(old.person)
    after = everything()
    assert [word for word in wanted if word in after] == []


def test_patient_keeps_a_band_of_years_and_the_time(old: Old) -> None:
    take_out(old.person)
    patient = Patient.objects.get(pk=old.person)
    assert (patient.full_name, patient.born_on, patient.anonymised_at) == (
        "ANONYMISED, person",
        date(1940, 1, 1),
        make.NOW,
    )


def test_codes_dates_and_money_stay(old: Old) -> None:
    take_out(old.person)
    case = Referral.objects.get(pk=old.case.pk)
    assert (case.status, case.ended_at, case.tenure, case.discharged_on) == (
        "closed",
        old.case.ended_at,
        "council",
        old.case.discharged_on,
    )
    assert case.outcome.code == "settled_home"
    assert str(case.interventions.get().actual_cost) == "80.00"


def test_words_that_were_never_there_are_not_put_there(old: Old) -> None:
    Referral.objects.filter(pk=old.case.pk).update(access_notes="")
    take_out(old.person)
    case = Referral.objects.get(pk=old.case.pk)
    assert (case.access_notes, case.safety_notes) == ("", "Removed")


def test_somebody_else_is_left_alone(old: Old) -> None:
    other = old_case(old.world, family_name="Stays")
    ReferralEvent.objects.create(referral=other, at=THEN, event="noted", note="other words")
    take_out(old.person)
    assert Patient.objects.get(pk=other.patient_id).family_name == "Stays"
    assert other.events.filter(note="other words").exists()


def test_figures_are_the_same_before_and_after() -> None:
    world = old_world()
    people = [old_person(world, at=THEN + timedelta(days=7 * number)) for number in range(3)]
    period = periods_on(date(2016, 4, 15))[0]
    asked = {"schemes": [world.scheme.pk], "chosen": [world.scheme.pk], "period": period, "now": make.NOW}
    before = counts(**asked)  # type: ignore[arg-type]
    assert before.referrals
    assert before.claims
    assert before.day_91
    assert before.ended
    for person in people:
        take_out(person.person)
    after = counts(**asked)  # type: ignore[arg-type]
    assert after == before


def test_content_of_files_goes_and_the_row_says_why() -> None:
    old = old_person()  # its own: what lies in the store is not undone after a test
    file = CaseFile.objects.get(referral=old.case)
    assert storage.exists(file.storage_name)
    take_out(old.person)
    file.refresh_from_db()
    assert not storage.exists(file.storage_name)
    assert (file.title, file.removed_why, file.removed_at) == ("", "retention", make.NOW)


def test_act_is_on_record_without_words(old: Old) -> None:
    take_out(old.person)
    event = AuditEvent.objects.get(action="person_anonymised")
    assert (event.object_id, event.detail["cases"], event.actor_kind) == (old.person, [old.case.pk], "tests")


def test_who_looked_stays(old: Old) -> None:
    before = ReadLog.objects.count()
    take_out(old.person)
    assert ReadLog.objects.filter(patient_id=old.person).count() == before == 1


def test_undecided_column_stops_it_before_anything_is_changed(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plan.PLAN, "outcomes.Outcome", {})  # type: ignore[arg-type]
    with pytest.raises(plan.UnlistedColumn):
        take_out(old.person)
    assert Patient.objects.get(pk=old.person).family_name == SECRETS["family_name"]


def test_failure_at_the_end_undoes_everything(old: Old) -> None:
    """The database's own function refuses a case that ended too late: the last step of all."""
    Referral.objects.filter(pk=old.case.pk).update(ended_at=datetime.now(UTC) - timedelta(days=30))
    with pytest.raises(IntegrityError, match="ended less than 8 years ago"):
        take_out(old.person)
    assert Patient.objects.get(pk=old.person).family_name == SECRETS["family_name"]
    assert not AuditEvent.objects.filter(action="person_anonymised").exists()


# The database's own guard.


def as_role(role: str, sql: str, *values: object) -> None:
    """Try one statement as another role of the database, and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {role}")
        cursor.execute(sql, values)
        cursor.execute("set local role none")


def anonymised(old: Old) -> None:
    """The person is out of their own row; what can only grow still holds words."""
    Patient.objects.filter(pk=old.person).update(
        nhs_number=None, family_name="Anonymised", given_name="person", born_on="1940-01-01",
        address="", postcode="", phone="", interpreter="", anonymised_at=make.NOW,
    )  # fmt: skip


def test_erase_as_the_sweep_takes_the_words_out(old: Old) -> None:
    anonymised(old)
    as_role("homeward_sweep", "select homeward_erase(%s)", old.person)
    assert set(Message.objects.filter(referral=old.case).values_list("body", flat=True)) == {"Removed"}
    assert set(old.case.events.values_list("note", flat=True)) <= {"", "Removed"}


@pytest.mark.parametrize("role", ["homeward_app", "homeward_report", "homeward_definer"])
def test_erase_as_another_role_is_refused(old: Old, role: str) -> None:
    anonymised(old)
    with pytest.raises(ProgrammingError, match="permission denied for function homeward_erase"):
        as_role(role, "select homeward_erase(%s)", old.person)


def test_erase_of_somebody_still_named_is_refused(old: Old) -> None:
    with pytest.raises(IntegrityError, match="still names somebody"):
        as_role("homeward_sweep", "select homeward_erase(%s)", old.person)


def test_erase_under_a_hold_is_refused(old: Old) -> None:
    anonymised(old)
    LegalHold.objects.create(
        patient_id=old.person, organisation=old.world.council, reference=old.case.reference, reason="Claim",
        placed_by=old.world.ig_officer, placed_at=make.NOW,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="a hold protects"):
        as_role("homeward_sweep", "select homeward_erase(%s)", old.person)


@pytest.mark.parametrize("table", ["referrals_message", "referrals_referralevent"])
@pytest.mark.parametrize("act", ["update {} set referral_id = referral_id", "delete from {}"])
def test_timeline_by_the_tables_owner_is_refused(old: Old, table: str, act: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table))


@pytest.mark.parametrize("table", ["partners_auditevent", "partners_readlog"])
def test_who_looked_and_what_was_done_is_shut_for_the_eraser_too(old: Old, table: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|never changed"):
        as_role("homeward_eraser", f"delete from {table}")  # noqa: S608


def test_who_looked_is_shut_for_the_eraser_even_with_the_right_to_the_table(old: Old) -> None:
    with connection.cursor() as cursor:
        cursor.execute("grant select, delete on partners_readlog to homeward_eraser")
    with pytest.raises(ProgrammingError, match="never changed or deleted"):
        as_role("homeward_eraser", "delete from partners_readlog")


@pytest.mark.parametrize("table", [each for each in tables() if is_past(each)], ids=lambda table: table.name)
def test_past_can_be_erased_by_the_function_alone(table: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('homeward_eraser', %s, 'select, delete')", [table.name])  # type: ignore[attr-defined]
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize(
    "kept",
    [
        {"family_name": "Smith"},
        {"nhs_number": "9990000123"},
        {"born_on": "1944-03-12"},
        {"address": "1 Station Road"},
        {"postcode": "NG18 1AA"},
        {"phone": "+441632960001"},
        {"interpreter": "Polish"},
    ],
    ids=lambda kept: next(iter(kept)),
)
def test_anonymised_row_that_holds_somebody_is_refused(old: Old, kept: dict[str, str]) -> None:
    anonymised(old)
    with pytest.raises(IntegrityError, match="patient_anonymised_holds_nobody"), transaction.atomic():
        Patient.objects.filter(pk=old.person).update(**kept)
