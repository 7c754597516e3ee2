"""Every table on which a case or a patient hangs has its policies, and shows nothing to who has no part."""

from datetime import timedelta

import pytest
import time_machine

from discharge.actions.exports import make_export
from housing.actions.assessment import assess_home
from housing.models import StayReview
from outcomes.models import Outcome
from partners import asking
from referrals.actions.messages import send_message
from referrals.models import (
    Carer,
    DataExport,
    ExportFile,
    LegalHold,
    NamedPerson,
    RetentionItem,
    RetentionRun,
)
from tests import factories as make
from tests.integration.test_every_page_as_every_role import ROLES, Things, things
from tests.integration.wall.asked import NO_POLICY_NEEDED, asked_by, number_of, sql, tables_of_cases

pytestmark = pytest.mark.django_db
TABLES = tables_of_cases()
WALLED = [table for table in TABLES if table not in NO_POLICY_NEEDED]
OFFICERS = {
    "referrals_dataexport",
    "referrals_exportfile",
    "referrals_legalhold",
    "referrals_retentionitem",
    "referrals_breakglass",
}
RIGHTS = {"INSERT": "may_add", "UPDATE": "may_change", "DELETE": "may_remove"}


def everything() -> Things:
    """A world in which every one of these tables has a row."""
    all_things, at = things(), make.NOW + timedelta(hours=4)
    world = all_things.world
    send_message(referral=all_things.accepted, body="The key is with the neighbour", by=world.sister, at=at)
    assess_home(
        referral=all_things.accepted,
        assessed_on=make.NOW.date(),
        how="visit",
        findings={},
        verdict="fit_after_work",
        summary="The stairs are steep",
        by=world.coordinator,
        at=at,
    )
    make.delay(all_things.accepted, "work", from_on=at.date(), by=world.coordinator)
    StayReview.objects.create(
        stay=all_things.stay, held_on=at.date(), decided="A rail", recorded_by=world.coordinator, recorded_at=at
    )
    closed = make.referral(world, "closed")
    Outcome.objects.create(referral=closed, code="home", recorded_by=world.coordinator, recorded_at=at)
    Carer.objects.create(referral=closed, name="A neighbour")
    make.look(all_things.accepted, world.coordinator, at=at)
    make.opening(all_things.accepted, by=make.outsider(), at=at)
    NamedPerson.objects.create(
        referral=all_things.accepted, user=world.coordinator, named_by=world.coordinator, named_at=at
    )
    what_an_officer_answers_for(all_things)
    return all_things


def what_an_officer_answers_for(all_things: Things) -> None:
    patient, council, officer = all_things.accepted.patient, all_things.world.council, all_things.world.ig_officer
    assert patient is not None
    export = DataExport.objects.create(
        patient=patient,
        organisation=council,
        reference=all_things.accepted.reference,
        request_reference="SAR 1",
        identity_checked="passport",
        requested_by=officer,
        requested_at=make.NOW,
    )
    ExportFile.objects.create(export=export, kind="json", content=b"{}", size=2)
    LegalHold.objects.create(
        patient=patient,
        organisation=council,
        reference=all_things.accepted.reference,
        reason="A claim",
        placed_by=officer,
        placed_at=make.NOW,
    )
    run = RetentionRun.objects.create(organisation=council, made_at=make.NOW)
    RetentionItem.objects.create(
        run=run, patient=patient, reference=all_things.accepted.reference, last_contact_on=make.NOW.date()
    )


@time_machine.travel(make.NOW + timedelta(hours=5), tick=False)
def test_system_with_its_own_role_makes_a_copy_of_a_record() -> None:
    everything()
    export = DataExport.objects.get()
    ExportFile.objects.all().delete()

    with asking.as_system():
        make_export(export_id=export.pk, at=make.NOW + timedelta(hours=5), with_pdf=False)

    assert DataExport.objects.get().state == DataExport.State.READY


@pytest.mark.parametrize("table", WALLED)
def test_table_of_a_case_has_row_level_security_switched_on(table: str) -> None:
    assert sql("select relrowsecurity from pg_class where oid = %s::regclass", table) == [(True,)]


@pytest.mark.parametrize("table", WALLED)
def test_table_of_a_case_has_a_policy_on_what_is_seen(table: str) -> None:
    names = sql("select policyname from pg_policies where tablename = %s and permissive = 'PERMISSIVE'", table)

    assert ("seen",) in names


@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("table", WALLED)
def test_table_of_a_case_each_right_to_write_has_a_policy_or_is_not_given(table: str, right: str) -> None:
    given = sql("select has_table_privilege('homeward_app', %s, %s)", table, right)[0][0]
    restrictive = sql(
        "select policyname from pg_policies where tablename = %s and permissive = 'RESTRICTIVE' and cmd = %s",
        table,
        right,
    )

    if table.endswith("past"):  # written by a trigger with each change of the row, and never otherwise
        assert (given, restrictive) == (right == "INSERT", [])
    else:
        assert (restrictive == [(RIGHTS[right],)]) if given else (restrictive == [])


def test_every_table_with_a_policy_has_row_level_security_switched_on() -> None:
    """A policy alone does nothing, and says nothing about it."""
    assert (
        sql(
            "select tablename from pg_policies p "
            "join pg_class c on c.oid = (p.schemaname || '.' || p.tablename)::regclass where not c.relrowsecurity"
        )
        == []
    )


def test_no_view_shows_what_its_owner_sees() -> None:
    """A view runs as who owns it, past every policy, unless it says otherwise."""
    views = sql(
        "select c.oid::regclass::text, coalesce('security_invoker=true' = any (c.reloptions), false) from pg_class c "
        "join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')"
    )

    assert [name for name, safe in views if not safe and not name.startswith("pg_stat_statements")] == []


@time_machine.travel(make.NOW + timedelta(hours=5), tick=False)
def test_every_table_with_nobody_asking_shows_no_row() -> None:
    everything()
    assert [table for table in WALLED if number_of(table) == 0] == [], "everything() must put a row into these"

    with asked_by(None):
        seen = {table: number_of(table) for table in WALLED}

    assert {table: number for table, number in seen.items() if number} == {}


@time_machine.travel(make.NOW + timedelta(hours=5), tick=False)
def test_every_table_people_of_other_organisations_see_no_row() -> None:
    everything()
    elsewhere = make.world()
    found = []
    for role in ROLES:
        with asked_by(getattr(elsewhere, role)):
            found += [(role, table) for table in WALLED if number_of(table)]

    # Who keeps the list of flats sees on which days each is taken, and by nobody.
    assert found == [("administrator", "housing_occupation")]


@time_machine.travel(make.NOW + timedelta(hours=5), tick=False)
@pytest.mark.parametrize("role", ["commissioner", "administrator"])
def test_every_table_of_who_sees_no_case_shows_no_case(role: str) -> None:
    all_things = everything()

    with asked_by(getattr(all_things.world, role)):
        seen = [table for table in WALLED if number_of(table)]

    # An administrator also stands in where nobody checks the record, and so reviews emergencies.
    assert set(seen) <= {"housing_occupation", "referrals_breakglass"}


@time_machine.travel(make.NOW + timedelta(hours=5), tick=False)
def test_every_table_the_lead_sees_its_rows() -> None:
    all_things = everything()
    # Each sees their own looks; an officer, and who reviews, what they answer for.
    own = {"partners_readlog", "partners_notification", *OFFICERS}

    with asked_by(all_things.world.coordinator):
        empty = [table for table in WALLED if table not in own and not number_of(table)]

    assert empty == []


@time_machine.travel(make.NOW + timedelta(hours=5), tick=False)
def test_every_table_an_officer_sees_what_they_answer_for_and_no_words_of_a_case() -> None:
    all_things = everything()

    with asked_by(all_things.world.ig_officer):
        seen = {table for table in WALLED if number_of(table)}

    assert seen >= OFFICERS | {"partners_readlog"}
    assert not seen & {"referrals_message", "referrals_referralevent", "housing_homeassessment", "outcomes_followup"}
