"""Agreements by which organisations share: when they hold, who keeps them, and what the database refuses."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from partners import access
from partners.actions.sharing import AgreementDetails, UnableToAgree, add_agreement, end_agreement
from partners.errors import NotAllowed
from partners.models import AuditEvent, SharingAgreement
from partners.queries import sharing as queries
from partners.sharing import CATEGORIES_NEEDED, Agreement, DataCategory, SharingPurpose, categories_missing
from referrals.access import visible_to
from tests import factories as make

DETAILS: dict[str, Any] = {
    "purposes": [SharingPurpose.HOME_WORK],
    "categories": list(DataCategory),
    "starts_on": date(2026, 1, 1),
    "document_reference": "ISA 12",
}
LAST = date(2026, 11, 23)


def details(**changes: Any) -> AgreementDetails:
    return AgreementDetails(**{**DETAILS, **changes})


def held(**changes: Any) -> Agreement:
    values = {"pk": 1, "giver": 1, "receiver": 2, "purposes": frozenset(), "categories": frozenset()}
    return Agreement(**{**values, "starts_on": LAST, **changes})


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), False),
    ],
)
def test_agreement_is_in_force_from_its_first_to_the_end_of_its_last_day(at: datetime, there: bool) -> None:
    assert held(ends_on=LAST).in_force(at) is there


def test_agreement_days_are_londons() -> None:
    summer = held(starts_on=date(2026, 7, 1))
    assert summer.in_force(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))


def test_agreement_ended_is_not_in_force_from_that_moment() -> None:
    ended = held(ended_at=make.NOW)
    assert ended.in_force(make.NOW - timedelta(seconds=1))
    assert not ended.in_force(make.NOW)


def test_categories_missing_are_those_the_purpose_shows() -> None:
    assert categories_missing([SharingPurpose.FLAT], ["name", "phone", "stay"]) == [DataCategory.SAFETY]


@pytest.mark.parametrize("purpose", SharingPurpose)
def test_every_purpose_shows_something(purpose: SharingPurpose) -> None:
    assert CATEGORIES_NEEDED[purpose]


@pytest.fixture
def world(db: None) -> make.World:
    return make.world()


@pytest.mark.parametrize("role", ["administrator", "ig_officer"])
def test_add_agreement_by_who_keeps_them_is_recorded_with_codes_alone(world: make.World, role: str) -> None:
    by = getattr(world, role)
    added = add_agreement(giver=world.council, receiver=world.icb, details=details(), by=by, at=make.NOW)
    event = AuditEvent.objects.get(action="sharing_agreement_added")
    assert (event.object_id, event.actor_id, event.detail["purposes"]) == (added.pk, by.pk, ["home_work"])
    assert "ISA" not in str(event.detail)


@pytest.mark.parametrize("role", ["coordinator", "sister", "provider_worker", "commissioner", "team_lead"])
def test_add_agreement_by_others_is_refused(world: make.World, role: str) -> None:
    with pytest.raises(NotAllowed):
        add_agreement(giver=world.council, receiver=world.icb, details=details(), by=getattr(world, role), at=make.NOW)


def test_ig_officer_keeps_no_agreement_between_two_others(world: make.World) -> None:
    with pytest.raises(NotAllowed):
        add_agreement(giver=world.trust, receiver=world.icb, details=details(), by=world.ig_officer, at=make.NOW)


def test_add_agreement_twice_makes_one(world: make.World) -> None:
    both = [
        add_agreement(giver=world.council, receiver=world.icb, details=details(), by=world.administrator, at=make.NOW)
        for _ in range(2)
    ]
    assert both[0] == both[1]
    assert AuditEvent.objects.filter(action="sharing_agreement_added").count() == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"purposes": []}, "what the details are shared for"),
        ({"purposes": ["gossip"]}, "what the details are shared for"),
        ({"categories": []}, "which details"),
        ({"categories": ["name", "phone", "home", "safety"]}, "the work that is asked for"),
        ({"ends_on": date(2025, 12, 31)}, "last day must be"),
        ({"document_reference": " "}, "where the signed agreement"),
    ],
)
def test_add_agreement_that_does_not_fit_is_refused(world: make.World, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(UnableToAgree, match=why):
        add_agreement(
            giver=world.council, receiver=world.icb, details=details(**changes), by=world.administrator, at=make.NOW
        )


def test_add_agreement_with_itself_is_refused(world: make.World) -> None:
    with pytest.raises(UnableToAgree, match="two organisations"):
        add_agreement(giver=world.icb, receiver=world.icb, details=details(), by=world.administrator, at=make.NOW)


def test_end_agreement_says_when_by_whom_and_why(world: make.World) -> None:
    agreement = SharingAgreement.objects.get(receiver=world.provider)
    ended = end_agreement(agreement=agreement, why="Replaced", by=world.ig_officer, at=make.NOW)
    assert (ended.ended_at, ended.ended_by, ended.ended_why) == (make.NOW, world.ig_officer, "Replaced")
    assert AuditEvent.objects.get(action="sharing_agreement_ended").object_id == agreement.pk


def test_end_agreement_twice_keeps_the_first(world: make.World) -> None:
    agreement = SharingAgreement.objects.get(receiver=world.provider)
    end_agreement(agreement=agreement, why="Replaced", by=world.ig_officer, at=make.NOW)
    again = end_agreement(agreement=agreement, why="Again", by=world.administrator, at=make.NOW + timedelta(hours=1))
    assert (again.ended_at, again.ended_why) == (make.NOW, "Replaced")


def test_end_agreement_without_reason_is_refused(world: make.World) -> None:
    agreement = SharingAgreement.objects.get(receiver=world.provider)
    with pytest.raises(UnableToAgree, match="why the agreement ends"):
        end_agreement(agreement=agreement, why=" ", by=world.ig_officer, at=make.NOW)


def test_end_agreement_by_somebody_of_neither_organisation_is_refused(world: make.World) -> None:
    agreement = SharingAgreement.objects.get(receiver=world.provider)
    with pytest.raises(NotAllowed):
        end_agreement(agreement=agreement, why="Replaced", by=make.world().ig_officer, at=make.NOW)


def test_list_and_rule_agree_about_who_keeps_which_agreement(world: make.World) -> None:
    elsewhere = make.world()
    every = list(SharingAgreement.objects.all())
    for person in [*world.people.values(), *elsewhere.people.values()]:
        listed = set(access.agreements_visible_to(person))
        assert listed == {each for each in every if access.may_keep_agreement(person, each.giver_id, each.receiver_id)}


def test_right_to_keep_agreements_shows_no_case(world: make.World) -> None:
    make.referral(world)
    assert not visible_to(world.ig_officer).exists()
    assert not visible_to(world.administrator).exists()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("agreement_not_with_itself", lambda each: {"receiver": each.giver}),
        ("agreement_dates_in_order", lambda each: {"ends_on": each.starts_on - timedelta(days=1)}),
        ("agreement_purposes_known", lambda each: {"purposes": []}),
        ("agreement_purposes_known", lambda each: {"purposes": ["gossip"]}),
        ("agreement_categories_known", lambda each: {"categories": []}),
        ("agreement_categories_known", lambda each: {"categories": ["diary"]}),
        ("agreement_has_document", lambda each: {"document_reference": ""}),
        ("agreement_ended_with_reason", lambda each: {"ended_at": make.NOW}),
    ],
)
def test_database_refuses_an_impossible_agreement(
    world: make.World, name: str, change: Callable[[SharingAgreement], dict[str, Any]]
) -> None:
    agreement = SharingAgreement.objects.filter(giver=world.council)[0]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SharingAgreement.objects.filter(pk=agreement.pk).update(**change(agreement))


@pytest.mark.parametrize(
    ("starts", "ends", "ended", "tab"),
    [
        (-10, None, None, "in_force"),
        (-10, 61, None, "in_force"),
        (-10, 60, None, "soon"),
        (-10, 0, None, "soon"),
        (-10, -1, None, "ended"),
        (-10, None, -1, "ended"),
        (1, None, None, "to_come"),
    ],
)
def test_agreement_stands_under_one_state_and_its_tab(
    world: make.World, starts: int, ends: int | None, ended: int | None, tab: str
) -> None:
    SharingAgreement.objects.all().delete()
    agreement = make.agreement(world.council, world.provider)
    agreement.starts_on = LAST + timedelta(days=starts)
    agreement.ends_on = LAST + timedelta(days=ends) if ends is not None else None
    if ended is not None:
        agreement.ended_at, agreement.ended_why = make.NOW + timedelta(days=ended), "Replaced"
    agreement.save()
    found = {
        name for name in queries.SHOWN if queries.agreements(world.administrator, shown=name, at=make.NOW).exists()
    }
    assert queries.line(agreement, make.NOW).state == tab
    assert found == ({"soon", "in_force"} if tab == "soon" else {tab})


def test_scheme_partner_without_agreement_is_named_missing(world: make.World) -> None:
    SharingAgreement.objects.filter(receiver=world.provider).delete()
    partners = list(world.scheme.partners.select_related("organisation"))
    found = queries.sharing_of_partners(world.scheme, partners, make.NOW)
    states = {partner.part: found[partner.pk].state for partner in partners}
    assert states == {"referrer": "in_force", "provider": "missing", "accommodation": "in_force", "commissioner": ""}
