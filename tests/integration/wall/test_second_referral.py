"""A second referral of somebody with a restricted open case: sent as if there were none, told to the named alone."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from partners.models import AuditEvent, Notification, ReadLog, User
from referrals.actions.drafts import start_draft
from referrals.actions.restriction import restrict_case
from referrals.actions.submit import submit_referral
from referrals.models import Referral, ReferralEvent
from referrals.queries.beyond import open_referrals_of
from tests import factories as make
from tests.integration.wall.asked import asked_by, person, sql

pytestmark = pytest.mark.django_db
AT = make.NOW + timedelta(hours=4)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def first(world: make.World) -> Referral:
    """A case restricted to the team lead and the coordinator."""
    case = make.referral(world, family_name="Quillfeather")
    return restrict_case(referral=case, reason="witness", people=[world.coordinator], by=world.team_lead, at=AT)


def sent_again(world: make.World, first: Referral, *, by: User, **more: str) -> Referral:
    """The same patient, sent by a person of the ward with no more than the ward sees."""
    assert first.patient is not None
    with asked_by(by):
        sender = person(by)
        return submit_referral(
            draft=start_draft(organisation=world.trust, ward=world.ward, by=sender, at=AT),
            answers=make.answers(
                world, nhs_number=first.patient.nhs_number, family_name="Quillfeather", given_name="Ada", **more
            ),
            by=sender,
            at=AT,
        )


@pytest.fixture
def second(world: make.World, first: Referral) -> Referral:
    return sent_again(world, first, by=world.sister)


def test_second_referral_is_sent_as_if_there_were_none(second: Referral) -> None:
    assert second.status == "submitted"


def test_named_are_told_with_both_references(world: make.World, first: Referral, second: Referral) -> None:
    told = Notification.objects.filter(key=f"referral:{first.pk}:second:{second.pk}")
    assert {each.recipient for each in told} == {world.team_lead, world.coordinator}
    assert {(each.text, each.path) for each in told} == {
        (
            f"{first.reference}: another referral of the same patient was sent: {second.reference}, "
            f"{world.trust.name} to {world.council.name}",
            f"/cases/{first.reference}/",
        )
    }


def test_timeline_of_the_restricted_case_says_so_to_its_lead(first: Referral, second: Referral) -> None:
    event = ReferralEvent.objects.get(referral=first, event="second_referral_sent")
    assert second.reference in event.note
    assert event.lead_only


def test_nobody_else_is_told_of_the_restricted_case(world: make.World, first: Referral, second: Referral) -> None:
    for each in (world.sister, world.discharge_team, world.ig_officer, world.administrator):
        assert not Notification.objects.filter(recipient=each, text__contains=first.reference).exists()


def test_nothing_on_the_second_case_names_the_first(first: Referral, second: Referral) -> None:
    assert not second.events.filter(note__contains=first.reference).exists()
    rows = AuditEvent.objects.filter(referral_id=second.pk).values_list("detail", flat=True)
    assert not [detail for detail in rows if str(first.pk) in str(detail) or first.reference in str(detail)]


def test_lines_the_sender_causes_on_the_restricted_case_are_not_theirs_to_see(
    world: make.World, first: Referral
) -> None:
    """New details go to every case of the person. A line in the sender's own name would be a row they see."""
    sent_again(world, first, by=world.sister, address="2 New Road")
    caused = (
        "select event from referrals_referralevent where referral_id = %s "
        "and event in ('second_referral_sent', 'patient_details_changed')"
    )
    assert sorted(sql(caused, first.pk)) == [("patient_details_changed",), ("second_referral_sent",)]
    with asked_by(world.sister):
        assert sql(caused, first.pk) == []
        assert sql("select count(*) from referrals_referral where id = %s", first.pk) == [(0,)]
        assert sql("select count(*) from partners_notification where text like %s", f"%{first.reference}%") == [(0,)]


def test_ward_pages_say_nothing_of_the_restricted_case(world: make.World, first: Referral, second: Referral) -> None:
    client = Client()
    client.force_login(world.sister)
    for page in (reverse("our_referrals"), reverse("case", args=[second.reference])):
        assert first.reference not in client.get(page).content.decode()
    assert client.get(reverse("case", args=[first.reference])).status_code == 404
    assert not ReadLog.objects.filter(user_id=world.sister.pk, referral_id=first.pk).exists()


def test_sender_who_is_named_is_asked_why_and_the_others_are_told(world: make.World) -> None:
    case = make.referral(world)
    restrict_case(referral=case, reason="staff", people=[world.sister], by=world.team_lead, at=AT)
    assert case.patient is not None
    assert [each.reference for each in open_referrals_of(case.patient.nhs_number or "", world.sister)] == [
        case.reference
    ]


def test_ordinary_open_case_gets_no_such_line(world: make.World) -> None:
    case = make.referral(world)
    sent_again(world, case, by=world.sister, second_referral_reason="Another service")
    assert not ReferralEvent.objects.filter(event="second_referral_sent").exists()


def test_restricted_case_that_ended_is_told_nothing(world: make.World) -> None:
    case = make.referral(world, "closed", assignee=world.team_lead)
    restrict_case(referral=case, reason="staff", people=[], by=world.team_lead, at=AT)
    sent_again(world, case, by=world.sister)
    assert not ReferralEvent.objects.filter(event="second_referral_sent").exists()


def test_somebody_named_who_left_is_not_told(world: make.World, first: Referral) -> None:
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)
    again = sent_again(world, first, by=world.sister)
    told = Notification.objects.filter(key=f"referral:{first.pk}:second:{again.pk}")
    assert [each.recipient for each in told] == [world.team_lead]
