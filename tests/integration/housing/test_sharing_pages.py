"""The stop page, what the ward sees of sharing, recording and withdrawing: through the pages."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from housing.models import Intervention, Stay, Unit
from partners.models import ReadLog, SharingAgreement, User
from referrals.models import Referral
from tests import factories as make

As = Callable[[User], Client]
PLAN = {
    "kind": "key_safe",
    "instructions": "Left of the back door",
    "urgency": "urgent",
    "blocks_discharge": "yes",
    "funding_source": "scheme",
    "estimated_cost": "90",
    "ask": "yes",
}


@pytest.fixture
def case(world: make.World) -> Referral:
    return make.referral(world, "accepted")


def undecided(case: Referral) -> None:
    case.sharing_decisions.all().delete()


def ask(browser: Client, world: make.World, case: Referral) -> str:
    data = {**PLAN, "provider": world.provider.pk}
    return browser.post(reverse("plan_work", args=[case.reference]), data).content.decode()


def test_stop_page_names_the_missing_decision_and_where_to_record_it(
    world: make.World, case: Referral, as_person: As
) -> None:
    undecided(case)
    html = ask(as_person(world.coordinator), world, case)
    assert f"You cannot share this with {world.provider.name} yet" in html
    assert "The patient’s decision." in html
    assert "An agreement between the organisations." not in html
    assert f"{reverse('record_sharing', args=[case.reference])}?purpose=home_work" in html
    assert not Intervention.objects.exists()


def test_stop_page_names_the_missing_agreement_and_who_can_mend_it(
    world: make.World, case: Referral, as_person: As
) -> None:
    SharingAgreement.objects.filter(receiver=world.provider).delete()
    html = ask(as_person(world.coordinator), world, case)
    assert "An agreement between the organisations." in html
    assert "information-governance officer" in html
    assert "Record what the patient decided" not in html


def test_stop_page_says_that_the_patient_does_not_agree(world: make.World, case: Referral, as_person: As) -> None:
    case.sharing_decisions.filter(purpose="home_work").update(basis="refused")
    assert "The patient does not agree." in ask(as_person(world.coordinator), world, case)


def test_what_was_typed_is_there_again_after_the_decision_is_recorded(
    world: make.World, case: Referral, as_person: As
) -> None:
    undecided(case)
    browser = as_person(world.coordinator)
    ask(browser, world, case)
    record = reverse("record_sharing", args=[case.reference])
    answer = browser.post(record, {"purpose": "home_work", "basis": "consent", "partner": ""})
    assert answer.headers["Location"] == reverse("plan_work", args=[case.reference])
    form = browser.get(answer.headers["Location"]).context["form"]
    assert form["instructions"].value() == "Left of the back door"
    assert form["provider"].value() == str(world.provider.pk)
    ask(browser, world, case)
    assert Intervention.objects.get().status == "commissioned"


def test_what_was_typed_is_shown_once_and_to_its_own_page_alone(
    world: make.World, case: Referral, as_person: As
) -> None:
    undecided(case)
    browser = as_person(world.coordinator)
    ask(browser, world, case)
    other = make.referral(world, "accepted")
    assert not browser.get(reverse("plan_work", args=[other.reference])).context["form"]["instructions"].value()
    where = reverse("plan_work", args=[case.reference])
    assert "This is what you typed before" in browser.get(where).content.decode()
    assert not browser.get(where).context["form"]["instructions"].value()


def test_what_was_typed_is_gone_for_the_next_person_at_the_terminal(
    world: make.World, case: Referral, as_person: As
) -> None:
    undecided(case)
    browser = as_person(world.coordinator)
    ask(browser, world, case)
    browser.logout()
    browser.force_login(world.team_lead)
    assert not browser.get(reverse("plan_work", args=[case.reference])).context["form"]["instructions"].value()


def test_stop_page_of_a_flat_leads_back_to_the_same_search(
    world: make.World, case: Referral, unit: Unit, as_person: As
) -> None:
    undecided(case)
    browser = as_person(world.coordinator)
    data = {"unit": unit.pk, "from_on": "2026-11-25", "until_on": "2026-12-02", "needs": ["step_free"]}
    answer = browser.post(reverse("book_flat", args=[case.reference]), data)
    back = answer.context["form_url"]
    assert "from_on=2026-11-25" in back
    assert not Stay.objects.exists()
    again = browser.get(back).context
    assert (again["wanted_unit"], again["form"]["from_on"].value()) == (unit.pk, "2026-11-25")


@pytest.mark.parametrize("role", ["sister", "discharge_team", "coordinator"])
def test_both_sides_see_who_takes_part_what_they_see_and_why(
    world: make.World, case: Referral, as_person: As, role: str
) -> None:
    ask(as_person(world.coordinator), world, case)
    html = (
        as_person(getattr(world, role)).get(reverse("case_section", args=[case.reference, "sharing"])).content.decode()
    )
    assert world.provider.name in html
    assert "Home address, and how to get in" in html
    assert "The patient agrees, recorded 23 November 2026" in html
    assert "Sharing agreement: ISA 7" in html
    assert "Left of the back door" not in html


def test_ended_part_stays_on_the_list(world: make.World, case: Referral, as_person: As) -> None:
    ask(as_person(world.coordinator), world, case)
    withdraw(world, case, as_person)
    html = as_person(world.sister).get(reverse("case_section", args=[case.reference, "sharing"])).content.decode()
    assert world.provider.name in html
    assert "withdrawn 24 November 2026" in html


def withdraw(world: make.World, case: Referral, as_person: As) -> None:
    pks = [str(each.pk) for each in case.sharing_decisions.all()]
    as_person(world.sister).post(
        reverse("withdraw_sharing", args=[case.reference]), {"decisions": pks, "why": "She changed her mind"}
    )


def test_withdrawal_by_the_ward_shuts_the_providers_page_and_stands_on_the_worklist(
    world: make.World, case: Referral, as_person: As
) -> None:
    ask(as_person(world.coordinator), world, case)
    job = Intervention.objects.get()
    assert case.patient is not None
    name = case.patient.family_name
    assert name in as_person(world.provider_worker).get(reverse("job", args=[job.pk])).content.decode()
    withdraw(world, case, as_person)
    assert name not in as_person(world.provider_worker).get(reverse("job", args=[job.pk])).content.decode()
    worklist = as_person(world.coordinator).get(reverse("worklist")).content.decode()
    assert "Stopped: sharing was withdrawn" in worklist


@pytest.mark.parametrize("withdrawn", [True, False])
def test_work_that_waits_for_the_patient_says_so_to_the_lead(
    world: make.World, case: Referral, as_person: As, withdrawn: bool
) -> None:
    ask(as_person(world.coordinator), world, case)
    if withdrawn:
        withdraw(world, case, as_person)
    browser = as_person(world.coordinator)
    section = browser.get(reverse("case_section", args=[case.reference, "work"])).content.decode()
    page = browser.get(reverse("work", args=[Intervention.objects.get().pk])).content.decode()
    assert ["Stopped" in section, "Stopped" in page] == [withdrawn, withdrawn]


def test_withdraw_page_with_nothing_to_withdraw_leads_to_the_section(
    world: make.World, case: Referral, as_person: As
) -> None:
    undecided(case)
    answer = as_person(world.sister).get(reverse("withdraw_sharing", args=[case.reference]))
    assert answer.headers["Location"] == reverse("case_section", args=[case.reference, "sharing"])


def test_record_page_without_who_decided_keeps_what_was_typed(world: make.World, case: Referral, as_person: As) -> None:
    typed = {"purpose": "review", "basis": "best_interests", "note": "Assessed on Friday", "partner": ""}
    html = as_person(world.sister).post(reverse("record_sharing", args=[case.reference]), typed).content.decode()
    assert "Enter who decided, with their role" in html
    assert "Assessed on Friday" in html


def test_print_shows_the_same_and_is_a_look(world: make.World, case: Referral, as_person: As) -> None:
    html = as_person(world.sister).get(reverse("sharing_print", args=[case.reference])).content.decode()
    assert "Who takes part and what they see" in html
    assert ReadLog.objects.filter(referral_id=case.pk, page="sharing_print", user_id=world.sister.pk).exists()


def test_who_may_look_sees_no_decision_and_no_print(world: make.World, case: Referral, as_person: As) -> None:
    elsewhere = make.world()
    make.viewer(case, elsewhere.council)
    for address in (
        reverse("case_section", args=[case.reference, "sharing"]),
        reverse("sharing_print", args=[case.reference]),
        reverse("record_sharing", args=[case.reference]),
        reverse("withdraw_sharing", args=[case.reference]),
    ):
        assert as_person(elsewhere.coordinator).get(address).status_code == 403


def test_section_takes_as_many_queries_for_50_parts_as_for_2(world: make.World, case: Referral, as_person: As) -> None:
    browser = as_person(world.sister)
    where = reverse("case_section", args=[case.reference, "sharing"])
    with CaptureQueriesContext(connection) as few:
        browser.get(where)
    for _ in range(12):
        make.viewer(case, make.OrganisationFactory())
    with CaptureQueriesContext(connection) as many:
        browser.get(where)
    assert len(many) == len(few)
