"""Planning, asking for, doing and cancelling work."""

from datetime import timedelta
from decimal import Decimal

import pytest

from housing.actions.jobs import accept_job, cannot_do_job, finish_job
from housing.actions.work import cancel_work, commission_work, plan_work
from housing.errors import NotAllowed, UnableToActNow, UnableToPlanWork
from housing.models import Intervention, InterventionKind
from partners.models import AuditEvent, Notification
from referrals.actions import discharge, triage
from referrals.errors import UnableToShare
from referrals.lifecycle import Part
from referrals.models import ReferralEvent
from tests import factories as make

LATER = make.NOW + timedelta(hours=3)
Status = Intervention.Status


def planned(world: make.World, kind: InterventionKind, **changes: object) -> Intervention:
    values: dict[str, object] = {
        "referral": make.referral(world, "accepted"),
        "kind": kind,
        "urgency": "urgent",
        "funding_source": "scheme",
        "instructions": "By the back door",
        "provider": world.provider,
        "by": world.coordinator,
        "at": LATER,
    }
    return plan_work(**{**values, **changes})  # type: ignore[arg-type]


def asked(world: make.World, kind: InterventionKind, **changes: object) -> Intervention:
    return planned(world, kind, commission=True, **changes)


def parts(work: Intervention) -> list[str]:
    return list(work.referral.parties.filter(to_at__isnull=True, part=Part.PROVIDER).values_list("part", flat=True))


def test_plan_work_by_coordinator_is_planned_and_blocks_as_its_kind_says(
    world: make.World, key_safe: InterventionKind
) -> None:
    work = planned(world, key_safe)
    assert (work.status, work.blocks_discharge, work.clock) == (Status.PLANNED, True, None)
    assert not parts(work)


def test_plan_work_by_ward_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    with pytest.raises(NotAllowed):
        planned(world, key_safe, by=world.sister)


def test_plan_work_twice_within_a_minute_makes_one(world: make.World, key_safe: InterventionKind) -> None:
    case = make.referral(world, "accepted")
    first = planned(world, key_safe, referral=case)
    again = planned(world, key_safe, referral=case, at=LATER + timedelta(seconds=5))
    assert first == again


def test_plan_work_for_provider_of_another_scheme_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    with pytest.raises(UnableToPlanWork, match="does no work for this scheme"):
        planned(world, key_safe, provider=make.world().provider)


def test_plan_work_on_case_not_accepted_yet_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    with pytest.raises(UnableToActNow):
        planned(world, key_safe, referral=make.referral(world, "submitted"))


def test_commission_work_gives_part_clock_and_notice(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe, urgency="emergency")
    assert work.clock is not None
    assert work.clock.due_at == LATER + timedelta(hours=24)
    assert parts(work) == ["provider"]
    assert Notification.objects.filter(recipient=world.provider_worker, key=f"work:{work.pk}:asked").count() == 1


def test_commission_work_without_provider_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    work = planned(world, key_safe, provider=None)
    with pytest.raises(UnableToPlanWork, match="Select who does the work"):
        commission_work(work=work, by=world.coordinator, at=LATER)


def test_commission_work_after_sharing_was_withdrawn_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    work = planned(world, key_safe)
    work.referral.sharing_decisions.all().delete()
    with pytest.raises(UnableToShare, match="not recorded that the patient agrees"):
        commission_work(work=work, by=world.coordinator, at=LATER)


def test_commission_work_twice_by_same_person_is_quiet(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    assert commission_work(work=work, by=world.coordinator, at=LATER).commissioned_at == work.commissioned_at


def test_commission_work_after_colleague_names_them(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    with pytest.raises(UnableToActNow, match=world.coordinator.name):
        commission_work(work=work, by=world.team_lead, at=LATER)


def test_accept_job_by_provider_takes_it_on(world: make.World, key_safe: InterventionKind) -> None:
    work = accept_job(job=asked(world, key_safe), by=world.provider_worker, at=LATER)
    assert work.status == Status.ACCEPTED


def test_accept_job_twice_is_quiet(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    accept_job(job=work, by=world.provider_worker, at=LATER)
    assert accept_job(job=work, by=world.provider_worker, at=LATER).status == Status.ACCEPTED


def test_accept_job_by_other_provider_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    with pytest.raises(NotAllowed):
        accept_job(job=asked(world, key_safe), by=make.world().provider_worker, at=LATER)


def test_accept_job_by_coordinator_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    with pytest.raises(NotAllowed):
        accept_job(job=asked(world, key_safe), by=world.coordinator, at=LATER)


def test_finish_job_stops_clock_and_ends_part(world: make.World, key_safe: InterventionKind) -> None:
    work = finish_job(
        job=asked(world, key_safe), by=world.provider_worker, at=LATER, note="Code 4711", cost=Decimal("85.50")
    )
    assert work.clock is not None
    work.clock.refresh_from_db()
    assert (work.status, work.actual_cost, work.clock.stopped_at) == (Status.DONE, Decimal("85.50"), LATER)
    assert parts(work) == []


def test_finish_job_with_another_open_keeps_part(world: make.World, key_safe: InterventionKind) -> None:
    case = make.referral(world, "accepted")
    first = asked(world, key_safe, referral=case)
    asked(world, key_safe, referral=case, instructions="And a rail")
    finish_job(job=first, by=world.provider_worker, at=LATER)
    assert parts(first) == ["provider"]


def test_finish_job_twice_by_same_person_is_quiet(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    finish_job(job=work, by=world.provider_worker, at=LATER)
    assert finish_job(job=work, by=world.provider_worker, at=LATER).status == Status.DONE


def test_finish_job_by_coordinator_for_provider_is_done(world: make.World, key_safe: InterventionKind) -> None:
    work = finish_job(job=asked(world, key_safe), by=world.coordinator, at=LATER)
    assert work.finished_by == world.coordinator


def test_finish_job_after_coordinator_recorded_it_names_them(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    finish_job(job=work, by=world.coordinator, at=LATER)
    with pytest.raises(UnableToActNow, match=world.coordinator.name):
        finish_job(job=work, by=world.provider_worker, at=LATER)


def test_finish_job_by_stranger_after_its_end_tells_nothing(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    finish_job(job=work, by=world.coordinator, at=LATER)
    with pytest.raises(NotAllowed):
        finish_job(job=work, by=make.world().provider_worker, at=LATER)


def test_finish_job_never_asked_for_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    with pytest.raises(UnableToPlanWork, match="Nobody has been asked"):
        finish_job(job=planned(world, key_safe), by=world.coordinator, at=LATER)


def test_cannot_do_job_tells_coordinator_why(world: make.World, key_safe: InterventionKind) -> None:
    work = cannot_do_job(
        job=asked(world, key_safe), reason="no_access", note="Twice", by=world.provider_worker, at=LATER
    )
    assert (work.status, work.finish_note) == (Status.NOT_DONE, "Could not get in. Twice")
    assert "could not get in" in Notification.objects.get(key=f"work:{work.pk}:not_done").text


def test_cannot_do_job_without_known_reason_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    with pytest.raises(UnableToPlanWork):
        cannot_do_job(job=asked(world, key_safe), reason="bored", by=world.provider_worker, at=LATER)


def test_cancel_work_tells_provider_and_ends_part(world: make.World, key_safe: InterventionKind) -> None:
    work = cancel_work(work=asked(world, key_safe), reason="Not needed", by=world.coordinator, at=LATER)
    assert work.status == Status.CANCELLED
    assert parts(work) == []
    assert Notification.objects.filter(key=f"work:{work.pk}:cancelled").exists()


def test_cancel_work_done_already_is_refused(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    finish_job(job=work, by=world.provider_worker, at=LATER)
    with pytest.raises(UnableToActNow):
        cancel_work(work=work, reason="Not needed", by=world.coordinator, at=LATER)


def test_withdrawn_referral_cancels_open_work(world: make.World, key_safe: InterventionKind) -> None:
    work = asked(world, key_safe)
    triage.withdraw_referral(referral=work.referral, reason="solved", note="", by=world.sister, at=LATER)
    work.refresh_from_db()
    assert (work.status, work.finished_by) == (Status.CANCELLED, world.sister)


def test_closed_case_cancels_planned_work_and_leaves_what_was_asked_for(
    world: make.World, key_safe: InterventionKind
) -> None:
    case = make.referral(world, "accepted")
    plan = planned(world, key_safe, referral=case)
    given = asked(world, key_safe, referral=case, instructions="Rail")
    discharge.close_case(referral=case, note="", by=world.coordinator, at=LATER)
    plan.refresh_from_db()
    given.refresh_from_db()
    assert (plan.status, given.status) == (Status.CANCELLED, Status.COMMISSIONED)


def test_finish_job_whose_audit_fails_leaves_everything_as_it_was(
    world: make.World, key_safe: InterventionKind, refuse_inserts: object
) -> None:
    work = asked(world, key_safe)
    events, audits = ReferralEvent.objects.count(), AuditEvent.objects.count()
    with refuse_inserts("partners_auditevent"), pytest.raises(Exception, match="refused for a test"):  # type: ignore[operator]
        finish_job(job=work, by=world.provider_worker, at=LATER)
    work.refresh_from_db()
    assert work.clock is not None
    assert (work.status, work.clock.stopped_at) == (Status.COMMISSIONED, None)
    assert (ReferralEvent.objects.count(), AuditEvent.objects.count()) == (events, audits)
    assert parts(work) == ["provider"]


def test_plan_work_again_within_a_minute_and_ask_asks_for_it(world: make.World, key_safe: InterventionKind) -> None:
    case = make.referral(world, "accepted")
    first = planned(world, key_safe, referral=case)
    again = asked(world, key_safe, referral=case, at=LATER + timedelta(seconds=5))
    assert (again.pk, again.status, parts(again)) == (first.pk, Status.COMMISSIONED, ["provider"])


def test_commission_planned_provider_that_left_the_scheme_is_refused(
    world: make.World, key_safe: InterventionKind
) -> None:
    work = planned(world, key_safe)
    world.scheme.partners.filter(organisation=world.provider).delete()
    with pytest.raises(UnableToPlanWork, match="does no work for this scheme"):
        commission_work(work=work, by=world.coordinator, at=LATER)
