"""What changed on a case, in words."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from housing import history as housing
from housing.queries.history import SOURCES as HOUSING_SOURCES
from outcomes import history as outcomes
from outcomes.queries.history import SOURCES as OUTCOMES_SOURCES
from partners import history as acting
from partners.minimum_data import FIELDS
from partners.models import Membership
from partners.models.past import Past
from referrals import history
from referrals.actions import drafts, triage
from referrals.actions.readiness import record_ready
from referrals.models import Patient, PatientPast, Referral, ReferralNeed, ReferralPast
from referrals.queries.history import SOURCES, Change, history_of, readable_by, times_changed
from tests import factories as make

pytestmark = pytest.mark.django_db
THINGS = {
    history.PATIENT: PatientPast,
    history.REFERRAL: ReferralPast,
    **dict([*SOURCES, *HOUSING_SOURCES, *OUTCOMES_SOURCES]),
}
NOT_SHOWN = {**history.NOT_SHOWN, **housing.NOT_SHOWN, **outcomes.NOT_SHOWN}


def columns_of(past: type[Past]) -> set[str]:
    own = {field.attname for field in past._meta.concrete_fields if not field.name.startswith("pgh_")}
    return own - {"id", "referral_id"}


def everything(thing: history.Thing, column: str) -> bool:
    return True


def changes(referral: Referral) -> list[Change]:
    return history_of(referral, readable=everything)


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.code)
def test_column_of_a_past_is_listed_on_the_page_or_left_out_with_a_reason(thing: history.Thing) -> None:
    left_out = {column.partition(".")[2] for column in NOT_SHOWN if column.startswith(f"{thing.code}.")}
    assert columns_of(THINGS[thing]) == set(thing.fields) | left_out


def test_every_past_of_a_case_is_on_the_page() -> None:
    pasts = {
        model
        for model in apps.get_models()
        if issubclass(model, Past) and {"referral", "patient"} & {field.name for field in model._meta.fields}
    }
    assert pasts <= set(THINGS.values())


def test_draft_that_is_saved_makes_no_version_and_leaves_no_words(world: make.World) -> None:
    draft = make.draft(world)
    before = ReferralPast.objects.count()
    drafts.save_page(draft=draft, page="who", answers={"family_name": "Sentinel"}, by=world.sister, at=make.NOW)
    assert ReferralPast.objects.count() == before
    assert "draft_answers" not in {field.name for field in ReferralPast._meta.fields}


def test_deadline_that_moves_makes_no_version(case: Referral) -> None:
    before = ReferralPast.objects.count()
    Referral.objects.filter(pk=case.pk).update(next_due_at=make.NOW)
    assert ReferralPast.objects.count() == before


def test_case_just_sent_has_no_past(world: make.World) -> None:
    with acting.by_person(world.sister):
        case = make.referral(world)
    assert changes(case) == []


def test_case_accepted_says_who_has_it(world: make.World) -> None:
    with acting.by_person(world.sister):
        case = make.referral(world)
    with acting.by_person(world.coordinator):
        triage.accept_referral(referral=case, assignee=world.coordinator, by=world.coordinator, at=make.NOW)
    found = {each.key: (each.before, each.after, each.who) for each in changes(case)}
    name = world.coordinator.name
    assert found == {
        "case.status": ("Waiting for an answer", "Accepted", name),
        "case.assignee_id": ("Not recorded", name, name),
    }


def test_change_by_queryset_update_is_listed(case: Referral) -> None:
    Patient.objects.filter(pk=case.patient_id).update(phone="+441632960002")
    found = changes(case)[0]
    assert (found.field, found.before, found.after) == ("Phone", "01632 960001", "01632 960002")


def test_change_by_typed_sql_is_listed_without_a_name(case: Referral) -> None:
    connection.cursor().execute("update referrals_patient set address = 'Moved' where id = %s", [case.patient_id])
    found = changes(case)[0]
    assert (found.label, found.after, found.who) == (
        "Patient: Address",
        "Moved",
        "Not known: not done on a page of Homeward",
    )


def test_change_names_the_role_it_was_made_in(world: make.World, case: Referral) -> None:
    world.coordinator.working_as = Membership.objects.get(user=world.coordinator)
    with acting.by_person(world.coordinator):
        Referral.objects.filter(pk=case.pk).update(urgency="routine")
    assert changes(case)[0].role == f"Housing coordinator, {world.council.name}"


def test_change_of_a_date_is_in_words(world: make.World, case: Referral) -> None:
    record_ready(referral=case, ready_on=date(2026, 11, 21), by=world.coordinator, at=make.NOW)
    found = {(each.thing, each.field): (each.before, each.after) for each in changes(case)}
    assert found["Case", "Ready since"] == ("20 November 2026", "21 November 2026")
    assert found["Ready to leave: 21 November 2026", "From"] == ("20 November 2026", "21 November 2026")


def test_need_added_and_removed_is_listed(case: Referral) -> None:
    with acting.by_person(None):  # another request than the one that sent the case
        added = ReferralNeed.objects.create(referral=case, code="heating")
        added.delete()
    removed, new = changes(case)[:2]
    assert (new.field, new.before) == ("Added", "Not recorded")
    assert (removed.field, removed.after, removed.before) == ("Removed", "Removed", new.after)


def test_past_of_the_patient_before_this_case_belongs_to_other_cases(world: make.World) -> None:
    first = make.referral(world)
    assert first.patient is not None
    number = first.patient.nhs_number
    Patient.objects.filter(pk=first.patient_id).update(address="Old secret road")
    with acting.by_person(None):  # one request, as it is
        second = make.referral(make.world(), nhs_number=number, address="New road", second_referral_reason="Back again")
    said = [each.before + each.after for each in changes(second)]
    assert not [words for words in said if "secret" in words]
    assert [words for each in changes(first) if "secret" in (words := each.before)]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.code)
def test_field_of_the_past_has_a_row_in_the_table_of_minimum_data(thing: history.Thing) -> None:
    assert {kept.code for kept in thing.fields.values()} <= set(FIELDS)


def test_discharge_team_reads_the_past_of_what_it_may_read_now(world: make.World, case: Referral) -> None:
    readable = readable_by(world.discharge_team, case)
    assert readable(history.PATIENT, "address")
    assert not readable(housing.WORK, "estimated_cost")
    assert not readable(outcomes.FOLLOW_UP, "note")


def test_column_nobody_may_read_is_not_listed(case: Referral) -> None:
    Patient.objects.filter(pk=case.patient_id).update(address="Moved", phone="+441632960002")
    found = history_of(case, readable=lambda thing, column: column == "phone")
    assert [each.key for each in found] == ["patient.phone"]


def test_coordinator_of_the_lead_reads_all(world: make.World, case: Referral) -> None:
    Referral.objects.filter(pk=case.pk).update(safety_notes="A dog")
    keys = {each.key for each in history_of(case, readable=readable_by(world.coordinator, case))}
    assert "case.safety_notes" in keys


def test_times_changed_counts_each_column(world: make.World, case: Referral) -> None:
    for address in ("One", "Two"):
        Patient.objects.filter(pk=case.patient_id).update(address=address)
    found = times_changed(world.coordinator, case)
    assert (found["address"], found["phone"]) == (2, 0)


def test_times_changed_for_the_ward_is_nothing_and_costs_nothing(
    world: make.World, case: Referral, django_assert_num_queries: Any
) -> None:
    Patient.objects.filter(pk=case.patient_id).update(address="One")
    times_changed(world.sister, case)  # looks the rights up, once a request
    with django_assert_num_queries(0):
        assert set(times_changed(world.sister, case).values()) == {0}


@pytest.mark.parametrize("number", [2, 50])
def test_history_of_many_changes_costs_the_same_queries(
    world: make.World, case: Referral, number: int, django_assert_num_queries: Any
) -> None:
    with acting.by_person(world.coordinator):
        for count in range(number):
            Patient.objects.filter(pk=case.patient_id).update(address=f"{count} Road")
            ReferralNeed.objects.filter(referral=case, is_main=True).update(code=f"code{count}")
    with django_assert_num_queries(8):
        history_of(case, readable=everything)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "Not recorded"),
        ("", "Not recorded"),
        (True, "Yes"),
        (False, "No"),
        (date(2026, 11, 21), "21 November 2026"),
    ],
)
def test_plain_puts_a_value_into_words(value: object, words: str) -> None:
    assert history.plain(value) == words
