"""The commissioner's figures on a small world whose numbers can be worked out on paper."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes import access
from outcomes.periods import period_on
from outcomes.queries.report import counts, schemes_for
from outcomes.reports.board import board
from outcomes.reports.parts import Board
from outcomes.suppression import HIDDEN_TEXT, Policy
from partners.actions.schemes import add_scheme_partner
from partners.models import Scheme
from partners.roles import RoleCode
from referrals.models import Clock
from tests import factories as make
from tests.factories.partners import TESTS
from tests.unit.outcomes.histories import case

pytestmark = pytest.mark.django_db

OPEN_POLICY = Policy(threshold=0, rounding=1)
TODAY = date(2026, 11, 24)
MAY = date(2026, 5, 4)
Look = Callable[..., Board]


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def look(world: make.World) -> Look:
    """The board of the world's schemes, nothing hidden unless a policy says so."""

    def found(*, period: str = "year-to-date", chosen: Scheme | None = None, policy: Policy = OPEN_POLICY) -> Board:
        names = {scheme.pk: scheme.name for scheme in schemes_for(world.commissioner)}
        one = chosen.pk if chosen else (next(iter(names)) if len(names) == 1 else None)
        when = period_on(TODAY, period)
        return board(
            names=names,
            chosen=one,
            period=when,
            today=TODAY,
            counts=counts(schemes=names, chosen=[one] if one else names, period=when, now=make.NOW),
            policy=policy,
        )

    return found


def value(found: Board, label: str) -> str:
    return next(card.value for card in found.cards if card.label == label)


def table(found: Board, caption: str) -> dict[str, tuple[str, ...]]:
    for section in found.sections:
        for each in section.tables:
            if each.caption.startswith(caption):
                return {line.heading: line.cells for line in each.lines}
    raise LookupError(caption)


def test_referrals_are_counted_in_the_month_they_were_sent(world: make.World, look: Look) -> None:
    case(world, MAY)
    case(world, MAY)
    case(world, date(2026, 6, 1))
    assert table(look(), "Referrals, ")["May 2026"] == ("2", "0")


def test_referrals_sent_last_year_stand_beside_this_year_s(world: make.World, look: Look) -> None:
    case(world, date(2025, 5, 31))
    assert table(look(), "Referrals, ")["May 2026"] == ("0", "1")


def test_referral_sent_at_half_past_midnight_in_summer_counts_in_its_london_month(
    world: make.World, look: Look
) -> None:
    late = case(world, date(2026, 5, 1))
    late.submitted_at = late.submitted_at.replace(day=30, month=4, hour=23, minute=30)  # UTC
    late.save()
    assert table(look(), "Referrals, ")["May 2026"] == ("1", "0")


def test_referrals_of_the_present_month_are_left_out(world: make.World, look: Look) -> None:
    case(world, date(2026, 11, 2))
    assert value(look(), "Referrals") == "0"


def test_drafts_are_not_referrals(world: make.World, look: Look) -> None:
    make.draft(world, at=make.NOW - timedelta(days=60))
    assert value(look(), "Referrals") == "0"


def test_referrals_by_main_need_are_counted_by_category(world: make.World, look: Look) -> None:
    case(world, MAY, need="stairs")
    case(world, MAY, need="key_safe")
    assert table(look(), "Referrals by main need")["Getting about and later life"] == ("2",)


def test_referrals_by_urgency(world: make.World, look: Look) -> None:
    case(world, MAY, urgency="emergency")
    assert table(look(), "Referrals by urgency") == {
        "Emergency": ("1",),
        "Urgent": ("0",),
        "Routine": ("0",),
        "Total": ("1",),
    }


def test_answers_in_time_are_those_stopped_by_their_due_time(world: make.World, look: Look) -> None:
    for after in (1, 3, 4):
        case(world, MAY, answered_after=after)
    assert table(look(), "First answers")["Total"] == ("3", "67%")


def test_answer_still_running_past_its_time_is_late(world: make.World, look: Look) -> None:
    case(world, MAY)
    case(world, MAY, status="submitted", answered_after=None)
    assert table(look(), "First answers")["Total"] == ("2", "50%")


def both(found: Board) -> list[tuple[str, ...]]:
    return list(table(found, "In time with and without pauses").values())


def test_answer_in_time_thanks_to_a_pause_is_late_had_pauses_been_counted(world: make.World, look: Look) -> None:
    case(world, MAY)
    case(world, MAY, answered_after=4, paused=2)
    assert both(look()) == [("2", "100%"), ("2", "50%")]


def test_answer_late_in_spite_of_a_pause_is_late_both_ways(world: make.World, look: Look) -> None:
    case(world, MAY)
    case(world, MAY, answered_after=6, paused=2)
    assert both(look()) == [("2", "50%"), ("2", "50%")]


def test_answer_that_stands_still_past_its_planned_time_is_due_had_pauses_been_counted(
    world: make.World, look: Look
) -> None:
    case(world, MAY)
    case(world, MAY, status="information_requested", answered_after=None)
    Clock.objects.filter(stopped_at__isnull=True).update(due_at=None)
    assert both(look()) == [("1", "100%"), ("2", "50%")]


def test_answers_with_and_without_pauses_are_hidden_where_they_are_few(world: make.World, look: Look) -> None:
    for paused in (0, 2):
        case(world, MAY, answered_after=4, paused=paused)
    assert both(look(policy=Policy(threshold=5, rounding=5))) == [(HIDDEN_TEXT, HIDDEN_TEXT)] * 2


def test_referral_withdrawn_before_an_answer_needs_none(world: make.World, look: Look) -> None:
    case(world, MAY)
    case(world, MAY, status="withdrawn")
    assert table(look(), "First answers")["Total"] == ("1", "100%")


def test_days_from_ready_to_home_are_median_and_mean(world: make.World, look: Look) -> None:
    for days in (0, 2, 10):
        case(world, MAY, ready=MAY, left=MAY + timedelta(days=days))
    found = look()
    assert (value(found, "Ready to gone home"), table(found, "Days from ready")["Whole period"]) == ("2", ("3", "4"))


def test_ready_date_after_leaving_counts_as_no_days(world: make.World, look: Look) -> None:
    case(world, MAY, ready=MAY + timedelta(days=3), left=MAY)
    assert value(look(), "Ready to gone home") == "0"


def test_people_who_died_in_hospital_did_not_go_home(world: make.World, look: Look) -> None:
    case(world, MAY, ready=MAY, left=MAY + timedelta(days=2))
    case(world, MAY, ready=MAY, left=MAY + timedelta(days=90), destination="died", outcome="died")
    assert value(look(), "Ready to gone home") == "2"


def test_bed_days_are_the_sum_of_each_case_never_below_nothing(world: make.World, look: Look) -> None:
    case(world, MAY, left=MAY, would_have_left=MAY + timedelta(days=6))
    case(world, MAY, left=MAY + timedelta(days=9), would_have_left=MAY)
    assert value(look(), "Bed days saved") == "6"


def test_bed_days_are_kept_apart_by_how_they_are_known(world: make.World, look: Look) -> None:
    case(world, MAY, left=MAY, would_have_left=MAY + timedelta(days=6), grounds="baseline")
    case(world, MAY, left=MAY, would_have_left=MAY + timedelta(days=4), grounds="estimate")
    assert table(look(), "Bed days saved") == {
        "Coordinator's estimate with evidence": ("1", "4"),
        "Local baseline": ("1", "6"),
        "Fixed standard": ("0", "0"),
        "Waiting-list comparator": ("0", "0"),
        "Total": ("2", "10"),
    }


def test_case_without_comparison_is_left_out_and_counted(world: make.World, look: Look) -> None:
    case(world, MAY, left=MAY, would_have_left=MAY + timedelta(days=6))
    case(world, MAY, left=MAY)
    section = next(section for section in look().sections if section.code == "bed-days")
    assert section.meaning[1].startswith("1 people went home without a comparison")


def test_gross_saving_is_days_times_the_price_on_the_day_of_leaving(world: make.World, look: Look) -> None:
    case(world, MAY, left=MAY, would_have_left=MAY + timedelta(days=10))
    assert value(look(), "Gross saving") == "£5,620"


def test_gross_saving_of_an_earlier_day_uses_the_price_of_then(world: make.World, look: Look) -> None:
    august = date(2025, 8, 31)
    case(world, august, left=august, would_have_left=august + timedelta(days=10))
    case(world, august, left=date(2025, 9, 1), would_have_left=date(2025, 9, 11))
    assert value(look(period="year-2025"), "Gross saving") == "£9,570"


def test_admissions_avoided_are_never_added_to_days_saved(world: make.World, look: Look) -> None:
    case(
        world,
        MAY,
        purpose="admission_avoidance",
        left=MAY,
        destination="not_admitted",
        would_have_left=MAY + timedelta(days=7),
    )
    found = look()
    assert (value(found, "Bed days saved"), value(found, "Gross saving")) == ("0", "£0")


def test_admissions_avoided_have_their_own_line_of_money(world: make.World, look: Look) -> None:
    case(
        world,
        MAY,
        purpose="admission_avoidance",
        left=MAY,
        destination="not_admitted",
        would_have_left=MAY + timedelta(days=7),
    )
    assert table(look(), "Gross saving") == {"People who were not admitted": ("7", "£3,934")}


def test_at_home_counts_people_nobody_reached_as_not_at_home(world: make.World, look: Look) -> None:
    for result in ("fine", "needs_help", "in_hospital", ""):
        case(world, MAY, left=MAY, day_91=result)
    found = look()
    assert (value(found, "At home on day 91"), table(found, "At home on day 91")["Of those reached"]) == (
        "50%",
        ("67%",),
    )


def test_at_home_counts_by_the_day_91_and_not_the_discharge(world: make.World, look: Look) -> None:
    case(world, date(2026, 3, 2), left=date(2026, 3, 2), day_91="fine")
    assert table(look(), "Where people were on day 91")["At home"] == ("1",)


def test_cases_closed_are_counted_by_result(world: make.World, look: Look) -> None:
    case(world, MAY, outcome="settled_home")
    case(world, MAY, outcome="readmitted")
    assert table(look(), "Cases closed,")["Not achieved"] == ("1",)


def test_case_closed_without_outcome_is_named_so(world: make.World, look: Look) -> None:
    make.referral(world, "closed", at=make.NOW - timedelta(days=60), admitted_on=date(2026, 9, 1), ready_on=None)
    assert table(look(), "Cases closed by outcome")["Not recorded"] == ("1",)


def test_one_scheme_leaves_out_the_others(world: make.World, look: Look) -> None:
    other = second_scheme(world)
    case(world, MAY)
    case(world, MAY, scheme=other)
    assert (value(look(), "Referrals"), value(look(chosen=other), "Referrals")) == ("2", "1")


def test_small_numbers_are_hidden_in_every_headline(world: make.World, look: Look) -> None:
    for _ in range(5):
        case(world, MAY, ready=MAY, left=MAY, would_have_left=MAY + timedelta(days=6), day_91="fine")
    assert {card.value for card in look(policy=Policy()).cards} == {"[c]"}


def test_small_numbers_are_hidden_in_every_sentence_and_table(world: make.World, look: Look) -> None:
    for _ in range(5):
        case(world, MAY, ready=MAY, left=MAY, would_have_left=MAY + timedelta(days=6), day_91="fine")
    cells = {
        cell
        for section in look(policy=Policy()).sections
        for each in section.tables
        if "published price" not in each.caption
        for line in each.lines
        for cell in line.cells
    }
    assert cells <= {"[c]", "0"}


def test_series_of_twelve_months_has_limits(world: make.World, look: Look) -> None:
    for month in (date(2025, 4 + number, 1) for number in range(9)):
        case(world, month)
    chart = look().sections[0].chart
    assert chart is not None
    assert chart.has_limits


def test_small_months_are_counted_by_quarter(world: make.World, look: Look) -> None:
    for start in (date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)):
        for number in range(9):
            case(world, start + timedelta(days=9 * number))
    chart = look(policy=Policy(), period="2026-q1").sections[0].chart
    assert chart is not None
    assert (chart.title, chart.has_limits) == ("Referrals each quarter", False)


def test_series_of_quarters_too_small_to_show_is_not_drawn(world: make.World, look: Look) -> None:
    for _ in range(20):
        case(world, MAY)
    case(world, date(2025, 6, 1))
    section = look(policy=Policy()).sections[0]
    assert (section.chart, section.no_chart[:17]) == (None, "No chart is drawn")


def test_queries_are_as_many_for_two_cases_as_for_fifty(world: make.World, look: Look) -> None:
    def number() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            look()
        return len(captured)

    look()  # rights are looked up once for each person
    for _ in range(2):
        case(world, MAY, ready=MAY, left=MAY, would_have_left=MAY + timedelta(days=6), day_91="fine")
    few = number()
    for day in range(48):
        case(world, MAY + timedelta(days=day), left=MAY + timedelta(days=day), need="stairs", outcome="partly")
    assert (number(), few) == (12, 12)


def test_commissioner_sees_the_schemes_they_pay_for(world: make.World) -> None:
    second_scheme(world, part="evaluator")
    assert [scheme.pk for scheme in schemes_for(world.commissioner)] == [world.scheme.pk]


def test_team_lead_sees_the_schemes_they_lead(world: make.World) -> None:
    make.SchemeFactory()
    assert [scheme.pk for scheme in schemes_for(world.team_lead)] == [world.scheme.pk]


@pytest.mark.parametrize(
    "name",
    [
        "sister",
        "discharge_team",
        "coordinator",
        "provider_worker",
        "flat_manager",
        "ig_officer",
        "administrator",
    ],
)
def test_other_roles_see_no_figures(world: make.World, name: str) -> None:
    assert schemes_for(world.people[name]) == []


def test_list_of_schemes_and_rule_for_one_agree(world: make.World) -> None:
    second_scheme(world, part="evaluator")
    make.world()
    stranger = make.person(RoleCode.COMMISSIONER, make.OrganisationFactory(icb=True))
    for user in (*world.people.values(), stranger):
        listed = {scheme.pk for scheme in schemes_for(user)}
        assert listed == {scheme.pk for scheme in Scheme.objects.all() if access.can_see_figures(user, scheme)}


def second_scheme(world: make.World, part: str = "commissioner") -> Scheme:
    """Another scheme, led by somebody else, in which the world's commissioner has this part."""
    scheme = make.SchemeFactory()
    add_scheme_partner(scheme=scheme, organisation=world.icb, part=part, by=TESTS, at=make.NOW)
    return scheme
