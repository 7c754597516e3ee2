"""Drafts go without a trace, by hand or after their time, and never without a word a week before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from partners.models import AuditEvent, Membership, Notification, User
from partners.roles import RoleCode
from referrals.actions import drafts
from referrals.actions.old_drafts import announce_old_drafts, delete_old_drafts, who_can_finish
from referrals.models import Referral
from tests import factories as make
from tests.integration.wall.asked import asked_by, person, sql

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
#: HOMEWARD_DRAFT_DAYS, and the day on which its ward is told.
ENDS, TOLD = make.NOW + 30 * DAY, make.NOW + 23 * DAY


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def draft(world: make.World) -> Referral:
    draft = make.draft(world)
    return drafts.save_page(draft=draft, page="who", answers={"given_name": "Ada"}, by=world.sister, at=make.NOW)


def traces_of(draft: Referral) -> list[str]:
    """The tables with a row that holds the draft's reference or, as a case, its id."""
    found = []
    for (table,) in sql("select tablename from pg_tables where schemaname = 'public' order by 1"):
        rows = f"select count(*) from public.{table} t where to_jsonb(t)::text like %s"  # noqa: S608
        columns = {name for (name,) in sql("select attname from pg_attribute where attrelid = %s::regclass", table)}
        if "referral_id" in columns:
            rows += f" or referral_id = {draft.pk}"
        if table in ("referrals_referral", "referrals_referralpast"):
            rows += f" or id = {draft.pk}"
        if sql(rows, f"%{draft.reference}%") != [(0,)]:
            found.append(table)
    return found


def test_draft_has_traces_while_it_is_there(draft: Referral) -> None:
    announce_old_drafts(at=TOLD)
    assert traces_of(draft) == [
        "partners_notification", "referrals_referral", "referrals_referralparty", "referrals_referralpast",
    ]  # fmt: skip


def test_draft_deleted_by_its_ward_leaves_no_trace(world: make.World, draft: Referral) -> None:
    announce_old_drafts(at=TOLD)
    with asked_by(world.sister):
        drafts.delete_draft(draft=draft, by=person(world.sister))
    assert traces_of(draft) == []


def test_draft_whose_time_is_over_leaves_no_trace(draft: Referral) -> None:
    announce_old_drafts(at=TOLD)
    assert delete_old_drafts(at=ENDS) == 1
    assert traces_of(draft) == []


def test_past_of_a_case_that_was_sent_is_not_forgotten(world: make.World) -> None:
    case = make.referral(world)
    with pytest.raises(IntegrityError, match="was sent once"), transaction.atomic():
        sql("select homeward_forget_draft(%s)", case.pk)


def test_past_of_a_draft_that_is_there_is_not_forgotten(draft: Referral) -> None:
    with pytest.raises(IntegrityError, match="is there"), transaction.atomic():
        sql("select homeward_forget_draft(%s)", draft.pk)


def test_draft_of_another_ward_is_not_thrown_away_behind_the_page(world: make.World, draft: Referral) -> None:
    stranger = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward])
    with asked_by(stranger):
        sql("select wall.throw_away_draft(%s)", draft.pk)
    assert Referral.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("role", ["homeward_report", "homeward_definer"])
def test_other_roles_forget_no_draft(draft: Referral, role: str) -> None:
    sql(f"set local role {role}")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sql("select homeward_forget_draft(%s)", draft.pk)
    sql("reset role")


# When


def test_ward_is_told_a_week_before_and_once(world: make.World, draft: Referral) -> None:
    assert announce_old_drafts(at=TOLD - timedelta(minutes=1)) == 0
    for hours in (0, 30):
        announce_old_drafts(at=TOLD + timedelta(hours=hours))
    told = Notification.objects.get(recipient=world.sister)
    assert told.text == (
        f"{draft.reference}: this draft was not sent. It is deleted on 23 December 2026 unless somebody saves it again"
    )
    assert told.path == f"/referrals/{draft.reference}/continue/"


def test_draft_nobody_was_told_of_is_kept_past_its_time(draft: Referral) -> None:
    assert delete_old_drafts(at=ENDS + 60 * DAY) == 0


def test_draft_told_of_late_is_kept_for_a_week_more(draft: Referral) -> None:
    announce_old_drafts(at=ENDS + DAY)
    assert Notification.objects.get().text.count("31 December 2026") == 1
    assert delete_old_drafts(at=ENDS + 8 * DAY - timedelta(minutes=1)) == 0
    assert delete_old_drafts(at=ENDS + 8 * DAY) == 1


def test_draft_saved_again_starts_anew(world: make.World, draft: Referral) -> None:
    announce_old_drafts(at=TOLD)
    drafts.save_page(draft=draft, page="who", answers={}, by=world.sister, at=TOLD + DAY)
    assert delete_old_drafts(at=ENDS) == 0
    assert announce_old_drafts(at=TOLD + 24 * DAY) == 1
    assert Notification.objects.filter(recipient=world.sister).count() == 2


def test_draft_nobody_can_finish_goes_untold(world: make.World, draft: Referral) -> None:
    User.objects.filter(memberships__organisation=world.trust).update(is_active=False)
    assert delete_old_drafts(at=ENDS) == 1


def test_referral_that_was_sent_is_no_draft(world: make.World) -> None:
    make.referral(world)
    assert announce_old_drafts(at=ENDS) == 0
    assert delete_old_drafts(at=ENDS) == 0


def test_deleting_says_how_many_and_which_of_none(draft: Referral) -> None:
    announce_old_drafts(at=TOLD)
    delete_old_drafts(at=ENDS)
    row = AuditEvent.objects.get(action="old_drafts_deleted")
    assert (row.actor_kind, row.detail) == ("drafts", {"number": 1})


def test_sweep_twice_deletes_once(draft: Referral) -> None:
    announce_old_drafts(at=TOLD)
    assert (delete_old_drafts(at=ENDS), delete_old_drafts(at=ENDS)) == (1, 0)


def test_ward_is_told_where_whoever_began_it_has_left(world: make.World, draft: Referral) -> None:
    colleague = make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.ward])
    make.person(RoleCode.WARD_STAFF, world.trust, wards=[world.other_ward])
    Membership.objects.filter(user=world.sister).update(active=False, ended_at=TOLD)
    assert who_can_finish(draft) == [colleague]


def test_discharge_team_is_told_where_the_ward_has_nobody(world: make.World, draft: Referral) -> None:
    Membership.objects.filter(user=world.sister).update(active=False, ended_at=TOLD)
    assert who_can_finish(draft) == [world.discharge_team]
