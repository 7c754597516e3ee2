"""The team lead's pages about how long things may take."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.roles import RoleCode
from referrals.actions import holidays, recomputing, targets
from referrals.actions.restriction import restrict_case
from referrals.models import Rescheduling, SlaTarget
from referrals.targets import CLOCKS, Unit
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)
TODAY = {"valid_from_day": "23", "valid_from_month": "11", "valid_from_year": "2026"}
TYPED = {"kind": "working_days", "working_days": "2", "cut_off": "5pm", **TODAY}
SEEN = {"seen": "working_days 2 17:00 from 2026-11-23, 3 working days before"}


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def lead(client: Client, world: make.World) -> Client:
    client.force_login(world.team_lead)
    return client


def post(client: Client, world: make.World, name: str = "urgent", **more: str) -> Any:
    return client.post(reverse("change_target", args=[world.scheme.slug, name]), {**TYPED, **more})


def changed(world: make.World) -> Rescheduling:
    return targets.change_target(
        scheme=world.scheme,
        change=targets.ChangedTarget(name="urgent", unit=Unit.WORKING_DAYS, amount=2, valid_from=make.NOW.date()),
        by=world.team_lead,
        at=make.NOW,
    )


def addresses(world: make.World) -> list[str]:
    row, slug = changed(world), world.scheme.slug
    return [
        reverse("targets", args=[slug]),
        reverse("change_target", args=[slug, "urgent"]),
        reverse("target_changed", args=[slug, row.pk]),
        reverse("target_changed_state", args=[slug, row.pk]),
    ]


def page_of(client: Client, world: make.World) -> str:
    return client.get(reverse("targets", args=[world.scheme.slug])).content.decode()


# Who.


def test_pages_team_lead_sees_each(lead: Client, world: make.World) -> None:
    assert [lead.get(address).status_code for address in addresses(world)] == [200] * 4


@pytest.mark.parametrize(
    "role", ["sister", "coordinator", "provider_worker", "flat_manager", "commissioner", "ig_officer", "administrator"]
)
def test_pages_other_roles_are_refused(client: Client, world: make.World, role: str) -> None:
    client.force_login(getattr(world, role))
    assert [client.get(each).status_code for each in (reverse("target_schemes"), *addresses(world))] == [403] * 5


def test_pages_of_another_service_are_not_found(lead: Client) -> None:
    assert [lead.get(address).status_code for address in addresses(make.world())] == [404] * 4


def test_change_of_another_service_s_target_is_not_found(lead: Client) -> None:
    other = make.world()
    assert post(lead, other, **SEEN).status_code == 404
    assert not SlaTarget.objects.filter(name="urgent").exists()


def test_change_under_the_address_of_another_service_is_not_found(lead: Client, world: make.World) -> None:
    row = changed(make.world())
    assert lead.get(reverse("target_changed", args=[world.scheme.slug, row.pk])).status_code == 404


def test_change_of_a_bank_holiday_is_not_found_among_targets(lead: Client, world: make.World) -> None:
    day = holidays.ChangedDay(on=date(2026, 11, 25), name="Fair")
    row = holidays.add_holiday(day=day, by=world.administrator, at=make.NOW)
    assert lead.get(reverse("target_changed", args=[world.scheme.slug, row.pk])).status_code == 404


def test_change_of_a_target_is_not_found_among_bank_holidays(client: Client, world: make.World) -> None:
    client.force_login(world.administrator)
    row = changed(world)
    assert client.get(reverse("holiday_change", args=[row.pk])).status_code == 404
    assert "Urgent" not in client.get(reverse("holidays")).content.decode()


def test_promise_that_nobody_knows_is_not_found(lead: Client, world: make.World) -> None:
    assert lead.get(reverse("change_target", args=[world.scheme.slug, "tea"])).status_code == 404


# Finding it.


def test_team_page_leads_to_it(lead: Client) -> None:
    assert reverse("target_schemes") in lead.get(reverse("team")).content.decode()


def test_lead_of_one_service_goes_straight_to_its_list(lead: Client, world: make.World) -> None:
    assert lead.get(reverse("target_schemes"))["Location"] == reverse("targets", args=[world.scheme.slug])


def test_lead_of_two_services_chooses(client: Client, world: make.World) -> None:
    second = make.SchemeFactory(lead_organisation=world.council)
    client.force_login(make.person(RoleCode.TEAM_LEAD, world.council))
    page = client.get(reverse("target_schemes")).content.decode()
    assert world.scheme.name in page
    assert second.name in page


def test_lead_without_a_service_is_told(client: Client) -> None:
    client.force_login(make.person(RoleCode.TEAM_LEAD, make.OrganisationFactory()))
    assert "leads no service yet" in client.get(reverse("target_schemes")).content.decode()


# The list.


def test_list_has_every_promise_with_its_length(lead: Client, world: make.World) -> None:
    page = page_of(lead, world)
    assert [clock.label for clock in CLOCKS.values() if clock.label not in page] == []
    assert "10 working days" in page


def test_list_says_when_the_service_is_open(lead: Client, world: make.World) -> None:
    page = page_of(lead, world)
    assert "Monday to Friday: 9am to 5pm; Saturday and Sunday: closed. Closed on bank holidays." in page


def test_list_says_where_a_usual_figure_is_from(lead: Client, world: make.World) -> None:
    assert "Oldham Hospital2Home service standard" in page_of(lead, world)


def test_list_says_since_when_the_services_own_figure_holds(lead: Client, world: make.World) -> None:
    changed(world)
    page = page_of(lead, world)
    assert "since 23 November 2026" in page
    assert "This scheme’s own" in page


def test_list_says_what_is_set_for_every_service(lead: Client, world: make.World) -> None:
    SlaTarget.objects.create(name="survey", unit="calendar_days", amount=33, valid_from=date(2026, 1, 1))
    page = page_of(lead, world)
    assert "33 days" in page
    assert "Set for every scheme" in page


def test_list_says_what_is_not_promised(lead: Client, world: make.World) -> None:
    assert "Not promised here" in page_of(lead, world)


def test_list_says_which_change_begins_later(lead: Client, world: make.World) -> None:
    SlaTarget.objects.create(
        scheme=world.scheme, name="urgent", unit="working_days", amount=2, valid_from=date(2026, 12, 1)
    )
    page = page_of(lead, world)
    assert "3 working days" in page
    assert "From 1 December 2026: 2 working days" in page


def test_list_leaves_out_a_later_change_for_every_service_that_this_one_does_not_follow(
    lead: Client, world: make.World
) -> None:
    changed(world)
    SlaTarget.objects.create(name="urgent", unit="working_days", amount=7, valid_from=date(2026, 12, 1))
    assert "7 working days" not in page_of(lead, world)


def test_list_asks_as_often_for_many_targets(lead: Client, world: make.World) -> None:
    counts = []
    for days in (range(1, 3), range(3, 51)):
        rows = [
            SlaTarget(
                scheme=world.scheme,
                name="urgent",
                unit="working_days",
                amount=number,
                valid_from=date(2026, 11, 20) + timedelta(days=number),
            )
            for number in days
        ]
        Rescheduling.objects.bulk_create(
            [
                Rescheduling(
                    cause="target_changed",
                    on=row.valid_from,
                    name="Urgent",
                    worked=False,
                    target=row,
                    by=world.team_lead,
                    at=LATER,
                )
                for row in SlaTarget.objects.bulk_create(rows)
            ]
        )
        with CaptureQueriesContext(connection) as asked:
            page_of(lead, world)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_administrators_page_of_a_scheme_says_what_is_not_promised(client: Client, world: make.World) -> None:
    client.force_login(world.administrator)
    assert "Not promised here" in client.get(reverse("scheme", args=[world.scheme.slug])).content.decode()


# Changing.


def test_form_begins_with_what_holds_and_today(lead: Client, world: make.World) -> None:
    page = lead.get(reverse("change_target", args=[world.scheme.slug, "urgent"])).content.decode()
    assert 'name="working_days" type="text" value="3"' in page or 'value="3"' in page
    assert 'value="2026"' in page


def test_form_of_what_is_always_promised_has_no_way_to_end_it(lead: Client, world: make.World) -> None:
    page = lead.get(reverse("change_target", args=[world.scheme.slug, "urgent"])).content.decode()
    assert "We do not promise this" not in page


def test_change_first_shows_what_would_move_and_saves_nothing(lead: Client, world: make.World) -> None:
    case = make.referral(world)
    page = post(lead, world).content.decode()
    assert "1 open deadline would move" in page
    assert case.reference in page
    assert not SlaTarget.objects.filter(name="urgent").exists()


def test_change_after_it_was_shown_saves(lead: Client, world: make.World) -> None:
    answer = post(lead, world, **SEEN)
    row = Rescheduling.objects.get()
    assert answer["Location"] == reverse("target_changed", args=[world.scheme.slug, row.pk])
    assert SlaTarget.objects.get(name="urgent").amount == 2


def test_change_pressed_twice_leads_to_the_same_page(lead: Client, world: make.World) -> None:
    """The second press carries what the first one did: what was shown before anything had changed."""
    first, again = post(lead, world, **SEEN), post(lead, world, **SEEN)
    assert first["Location"] == again["Location"]


def test_another_change_than_was_shown_is_shown_again(lead: Client, world: make.World) -> None:
    page = post(lead, world, **{**SEEN, "working_days": "4"}).content.decode()
    assert "No open deadline would move" in page
    assert not SlaTarget.objects.filter(name="urgent").exists()


def test_change_of_what_a_colleague_changed_meanwhile_is_shown_again(lead: Client, world: make.World) -> None:
    targets.change_target(
        scheme=world.scheme,
        change=targets.ChangedTarget(name="urgent", amount=5, valid_from=make.NOW.date()),
        by=make.person(RoleCode.TEAM_LEAD, world.council),
        at=make.NOW,
    )
    page = post(lead, world, **SEEN).content.decode()
    assert "No open deadline would move" in page
    assert SlaTarget.objects.get(name="urgent").amount == 5


def test_switching_off_says_that_what_runs_runs_on(lead: Client, world: make.World) -> None:
    page = post(lead, world, "survey", kind="off").content.decode()
    assert "Deadlines that run already run on. No new one starts from 23 November 2026." in page


@pytest.mark.parametrize(
    ("name", "more", "why"),
    [
        ("urgent", {"kind": ""}, "Select how long it may take"),
        ("urgent", {"working_days": ""}, "Enter how many working days"),
        ("urgent", {"working_days": "many"}, "Enter a number from 1 to 260"),
        ("urgent", {"working_days": "0"}, "Enter a number from 1 to 260"),
        ("urgent", {"cut_off": ""}, "Enter a time, like 5pm"),
        ("urgent", {"cut_off": "late"}, "Enter a time, like 9am or 5.30pm"),
        ("urgent", {"kind": "off"}, "Select one of the answers listed"),
        ("survey", {"kind": "elapsed_hours"}, "Select one of the answers listed"),
        ("urgent", {"valid_from_year": "2030"}, "The first day must be 24 November 2027 or before"),
        ("urgent", {"valid_from_day": ""}, "The first day must include a day"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_kept(
    lead: Client, world: make.World, name: str, more: dict[str, str], why: str
) -> None:
    page = post(lead, world, name, **more).content.decode()
    assert why in page
    assert 'value="11"' in page


def test_number_of_a_kind_that_was_not_chosen_is_not_asked_for(lead: Client, world: make.World) -> None:
    page = post(lead, world, kind="same_operating_day", working_days="many", cut_off="late").content.decode()
    assert "No open deadline would move" in page


# What became of it.


def test_change_going_on_asks_for_itself_again(lead: Client, world: make.World) -> None:
    row = changed(world)
    page = lead.get(reverse("target_changed_state", args=[world.scheme.slug, row.pk])).content.decode()
    assert "being counted anew" in page
    assert "hx-trigger" in page


def finished(world: make.World) -> Rescheduling:
    row = changed(world)
    recomputing.recompute(rescheduling_id=row.pk, at=LATER)
    return row


def test_change_finished_says_which_moved_and_asks_no_more(lead: Client, world: make.World) -> None:
    case, row = make.referral(world), finished(world)
    page = lead.get(reverse("target_changed_state", args=[world.scheme.slug, row.pk])).content.decode()
    assert "1 deadline moved" in page
    assert case.reference in page
    assert "hx-trigger" not in page


def test_change_no_longer_lists_a_case_that_was_restricted_since(lead: Client, world: make.World) -> None:
    case, row = make.referral(world, "accepted"), changed(world)
    recomputing.recompute(rescheduling_id=row.pk, at=LATER)
    Rescheduling.objects.filter(pk=row.pk).update(
        moved=1,
        looked_at=1,
        first_moves=[{"scheme": "", "reference": case.reference, "due_before": None, "due_after": None}],
    )
    restrict_case(referral=case, reason="staff", people=[world.coordinator], by=world.discharge_team, at=LATER)
    page = lead.get(reverse("target_changed", args=[world.scheme.slug, row.pk])).content.decode()
    assert case.reference not in page
    assert "0 of 1 are listed" in page


@pytest.mark.parametrize("cases", [2, 50])
def test_change_page_asks_as_often_for_many_cases(lead: Client, world: make.World, cases: int) -> None:
    for _ in range(cases):
        make.referral(world)
    row = finished(world)
    with CaptureQueriesContext(connection) as asked:
        lead.get(reverse("target_changed", args=[world.scheme.slug, row.pk]))
    assert len(asked) <= 10


@pytest.mark.parametrize(("word", "said"), [("void_turnaround", True), ("contract_renewal", True), ("urgent", False)])
def test_preview_of_what_hangs_on_no_case_says_so(lead: Client, world: make.World, word: str, said: bool) -> None:
    address = reverse("change_target", args=[world.scheme.slug, word])
    days = {"kind": "working_days", "working_days": "2", "cut_off": "5pm"}
    months = {"kind": "months", "months": "6"}
    page = lead.post(address, (months if word == "contract_renewal" else days) | TODAY).content.decode()
    assert ("This is no deadline of a case" in page) is said
    assert 'id="preview"' in page
