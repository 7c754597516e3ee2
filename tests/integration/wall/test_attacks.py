"""What a page of ours that went wrong could send to the database, and what the database answers."""

from contextlib import suppress
from datetime import timedelta

import psycopg2
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from housing.actions import council
from referrals import access
from referrals.models import Patient, Referral, ReferralParty
from tests import factories as make
from tests.integration.test_every_page_as_every_role import Things, things
from tests.integration.wall.asked import asked_by, attempt, sql
from tests.once import copy_of, made_once

pytestmark = pytest.mark.django_db
REFUSED = "row-level security|permission denied|not theirs|keeps its"


both = made_once(lambda: (things(), make.world()))


@pytest.fixture
def here_and_elsewhere(both: tuple[Things, make.World]) -> tuple[Things, make.World]:
    return copy_of(both)


@pytest.fixture
def all_things(here_and_elsewhere: tuple[Things, make.World]) -> Things:
    return here_and_elsewhere[0]


@pytest.fixture
def elsewhere(here_and_elsewhere: tuple[Things, make.World]) -> make.World:
    return here_and_elsewhere[1]


def test_page_without_its_own_filter_still_finds_no_case(
    client: Client, elsewhere: make.World, all_things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "visible_to", lambda _user: Referral.objects.all())
    monkeypatch.setattr(access, "can_view", lambda _user, _referral: True)
    client.force_login(elsewhere.coordinator)

    assert client.get(reverse("case", args=[all_things.accepted.reference])).status_code == 404


def test_page_without_its_own_filter_is_open_to_who_has_a_part(
    client: Client, all_things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "visible_to", lambda _user: Referral.objects.all())
    client.force_login(all_things.world.coordinator)

    assert client.get(reverse("case", args=[all_things.accepted.reference])).status_code == 200


def test_patient_guessed_for_a_new_case_is_refused(elsewhere: make.World, all_things: Things) -> None:
    draft = make.draft(elsewhere)

    with asked_by(elsewhere.sister), pytest.raises(ProgrammingError, match=REFUSED):
        attempt("update referrals_referral set patient_id = %s where id = %s", all_things.accepted.patient_id, draft.pk)


def test_patient_guessed_in_a_new_case_is_refused(elsewhere: make.World, all_things: Things) -> None:
    def new_case(patient_id: int | None) -> Referral:
        with transaction.atomic():
            return Referral.objects.create(
                reference=f"HW-{patient_id}",
                referrer_organisation=elsewhere.trust,
                ward=elsewhere.ward,
                patient_id=patient_id,
                made_by=elsewhere.sister,
                made_at=make.NOW,
                saved_at=make.NOW,
            )

    with asked_by(elsewhere.sister):
        assert new_case(None).pk
        with pytest.raises(ProgrammingError, match=REFUSED):
            new_case(all_things.accepted.patient_id)


@pytest.mark.parametrize("organisation", ["council", "trust"])
def test_new_case_in_the_name_of_another_trust_is_refused(
    organisation: str, elsewhere: make.World, all_things: Things
) -> None:
    other = getattr(all_things.world, organisation)
    with asked_by(elsewhere.sister), pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Referral.objects.create(
            reference="HW-ZZZZZ",
            referrer_organisation=other,
            made_by=elsewhere.sister,
            made_at=make.NOW,
            saved_at=make.NOW,
        )


def test_case_moved_to_another_patient_is_refused(all_things: Things) -> None:
    other = all_things.submitted.patient_id

    with asked_by(all_things.world.coordinator), pytest.raises(ProgrammingError, match=REFUSED):
        attempt("update referrals_referral set patient_id = %s where id = %s", other, all_things.accepted.pk)


@pytest.mark.parametrize("column", ["lead_organisation_id", "referrer_organisation_id"])
def test_case_taken_over_by_a_viewer_is_refused(column: str, elsewhere: make.World, all_things: Things) -> None:
    make.viewer(all_things.accepted, elsewhere.council)

    with asked_by(elsewhere.coordinator), pytest.raises(ProgrammingError, match=REFUSED):
        attempt(
            f"update referrals_referral set {column} = %s where id = %s", elsewhere.council.pk, all_things.accepted.pk
        )


@pytest.mark.parametrize("part", ["viewer", "provider", "accommodation", "lead", "referrer"])
def test_part_given_to_oneself_is_refused(part: str, elsewhere: make.World, all_things: Things) -> None:
    with asked_by(elsewhere.coordinator), pytest.raises(ProgrammingError, match=REFUSED):
        attempt(
            "insert into referrals_referralparty (referral_id, organisation_id, part, from_at, is_open) "
            "values (%s, %s, %s, now(), true)",
            all_things.accepted.pk,
            elsewhere.council.pk,
            part,
        )


@pytest.mark.parametrize("part", ["lead", "referrer"])
def test_part_of_lead_or_referrer_given_by_the_lead_is_refused(
    part: str, elsewhere: make.World, all_things: Things
) -> None:
    with asked_by(all_things.world.coordinator), pytest.raises(ProgrammingError, match=REFUSED):
        attempt(
            "insert into referrals_referralparty (referral_id, organisation_id, part, from_at, is_open) "
            "values (%s, %s, %s, now(), true)",
            all_things.accepted.pk,
            elsewhere.council.pk,
            part,
        )


def test_part_ended_of_another_organisation_by_a_provider_changes_nothing(all_things: Things) -> None:
    with asked_by(all_things.world.provider_worker):
        attempt_quietly("update referrals_referralparty set to_at = now() where part = 'accommodation'")

    assert ReferralParty.objects.filter(part="accommodation", to_at__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("role", "table"),
    [
        ("provider_worker", "referrals_referral"),
        ("provider_worker", "referrals_patient"),
        ("flat_manager", "referrals_referral"),
        ("flat_manager", "referrals_patient"),
        ("flat_manager", "housing_intervention"),
        ("provider_worker", "housing_stay"),
    ],
)
def test_row_that_may_be_seen_or_not_is_changed_by_no_partner(role: str, table: str, all_things: Things) -> None:
    before = fingerprint(table)

    with asked_by(getattr(all_things.world, role)):
        attempt_quietly(f"update {table} set {WORDS[table]} = 'changed'")

    assert fingerprint(table) == before


@pytest.mark.parametrize("table", ["referrals_referral", "referrals_patient", "housing_intervention", "housing_stay"])
def test_row_seen_by_a_viewer_is_not_changed(table: str, all_things: Things, elsewhere: make.World) -> None:
    make.viewer(all_things.accepted, elsewhere.council)
    before = fingerprint(table)

    with asked_by(elsewhere.coordinator):
        assert sql(f"select count(*) from {table}")[0][0] == 1
        attempt_quietly(f"update {table} set {WORDS[table]} = 'changed'")

    assert fingerprint(table) == before


def test_message_of_a_viewer_is_refused(all_things: Things, elsewhere: make.World) -> None:
    make.viewer(all_things.accepted, elsewhere.council)

    with asked_by(elsewhere.coordinator), pytest.raises(ProgrammingError, match=REFUSED):
        attempt(
            "insert into referrals_message (referral_id, kind, body, written_by_id, organisation_id, written_at) "
            "values (%s, 'message', 'Hello', %s, %s, now())",
            all_things.accepted.pk,
            elsewhere.coordinator.pk,
            elsewhere.council.pk,
        )


def test_work_moved_to_another_case_is_refused(all_things: Things) -> None:
    with asked_by(all_things.world.coordinator), pytest.raises(ProgrammingError, match="stays with it"):
        attempt(
            "update housing_intervention set referral_id = %s where id = %s", all_things.submitted.pk, all_things.job.pk
        )


def test_provider_sees_its_own_clock_of_the_case_alone(all_things: Things) -> None:
    with asked_by(all_things.world.provider_worker):
        kinds = {row[0] for row in sql("select kind from referrals_clock")}

    assert kinds == {"work"}


def test_stage_of_a_council_is_changed_or_removed_by_nobody(all_things: Things) -> None:
    for statement in ('update housing_councilstage set "on" = "on" - 1', "delete from housing_councilstage"):
        with asked_by(all_things.world.coordinator), pytest.raises(ProgrammingError, match=REFUSED):
            attempt(statement)


def test_stage_of_another_s_application_is_neither_seen_nor_added(all_things: Things, elsewhere: make.World) -> None:
    with asked_by(elsewhere.coordinator):
        assert sql("select id from housing_councilstage") == []
        with pytest.raises(ProgrammingError, match=REFUSED):
            attempt(
                'insert into housing_councilstage (application_id, stage, "on", reason, note, by_id, at) '
                "values (%s, 'visited', '2026-11-23', '', '', %s, now())",
                all_things.application.pk,
                elsewhere.coordinator.pk,
            )


@pytest.mark.parametrize("role", ["provider_worker", "flat_manager"])
def test_partner_sees_nothing_of_what_a_council_was_asked(role: str, all_things: Things) -> None:
    world = all_things.world
    council.start_application(
        referral=all_things.accepted,
        kind="facilities_grant",
        council="Mansfield",
        on=make.NOW.date(),
        by=world.coordinator,
        at=make.NOW + timedelta(hours=4),
    )
    with asked_by(world.sister):
        assert sql("select council from housing_councilapplication where referral_id = %s", all_things.accepted.pk)
    with asked_by(getattr(world, role)):
        assert sql("select id from housing_councilapplication") == []
        assert sql("select id from housing_councilstage") == []


@pytest.mark.parametrize("table", ["referrals_message", "referrals_readinessperiod", "outcomes_followup"])
def test_partner_sees_no_row_of_what_the_case_is_about(table: str, all_things: Things) -> None:
    with asked_by(all_things.world.provider_worker):
        assert sql(f"select count(*) from {table}") == [(0,)]


def test_known_nhs_number_inserted_is_refused_before_it_is_compared(elsewhere: make.World, all_things: Things) -> None:
    known = all_things.accepted.patient
    assert known is not None
    with asked_by(elsewhere.sister), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Patient.objects.create(
            nhs_number=known.nhs_number, family_name="A", given_name="B", born_on=known.born_on, no_fixed_abode=True
        )


def test_known_nhs_number_with_another_date_of_birth_gives_no_patient(
    elsewhere: make.World, all_things: Things
) -> None:
    patient = all_things.accepted.patient
    assert patient is not None
    with asked_by(elsewhere.sister):
        found = sql(
            "select found_id from wall.register_patient(%s)",
            f'{{"nhs_number": "{patient.nhs_number}", "born_on": "1999-01-01"}}',
        )

    assert found == [(None,)]


@pytest.mark.parametrize(
    "statement",
    [
        "truncate referrals_referral cascade",
        "update partners_readlog set page = ''",
        "delete from partners_readlog",
        "update partners_auditevent set action = ''",
        "delete from partners_auditevent",
        "delete from referrals_message",
        "update referrals_message set body = ''",
        "delete from referrals_patient",
        "select * from wall.patient_match",
        "alter table referrals_referral disable row level security",
        "drop policy seen on referrals_referral",
        "set role homeward_sweep",
    ],
)
def test_role_of_the_web_may_not(statement: str, all_things: Things) -> None:
    """As it is in production: logged in as homeward_app, with nothing else to be."""
    database = connection.settings_dict

    with (
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
        psycopg2.connect(
            dbname=database["NAME"],
            user="homeward_app",
            host=database.get("HOST") or database["OPTIONS"].get("host"),
        ) as own,
        own.cursor() as cursor,
    ):
        cursor.execute(statement)


WORDS = {
    "referrals_referral": "access_notes",
    "referrals_patient": "family_name",
    "housing_intervention": "instructions",
    "housing_stay": "support_plan",
}


def fingerprint(table: str) -> object:
    return sql(f"select md5(string_agg({WORDS[table]}, ',' order by id)) from {table}")


def attempt_quietly(statement: str) -> None:
    """Refused aloud, or nothing to change: either will do, as the caller looks at the rows."""
    with suppress(ProgrammingError), transaction.atomic():
        sql(statement)


def test_search_by_name_gives_no_case_that_others_lead() -> None:
    world, stranger = make.world(), make.world()
    case = make.referral(world, family_name="Quillfeather")
    found = "select wall.cases_named(array['Quillfeather'])"
    with asked_by(world.coordinator):
        assert sql(found) == [(case.pk,)]
    with asked_by(stranger.coordinator):
        assert sql(found) == []
