"""Tells a story through the same actions a person's click calls, step by step, until now is reached."""

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial

from discharge.demo import words
from discharge.demo.form import answers_for, ward_for
from discharge.demo.homes import ask_council, book_flat, move_house, steps_in_flat
from discharge.demo.load import Service
from discharge.demo.patients import PatientMaker
from discharge.demo.stories import Story, kinds_of_work
from housing.actions import assessment, jobs, work
from housing.models import Intervention, InterventionKind, Stay
from outcomes.actions import close, follow_ups
from outcomes.models import FollowUp
from partners.models import User
from referrals.actions import discharge, drafts, messages, readiness, submit, triage
from referrals.london import london_date, london_instant, to_london
from referrals.models import Referral

COSTS = {
    "key_safe": 65, "minor_adaptation": 240, "major_adaptation": 3900, "repair": 310, "deep_clean": 640, "heating": 280,
    "lifeline": 95, "equipment": 420, "furniture": 220, "food_bank": 35, "benefits_advice": 0, "home_visit": 45,
    "welfare_calls": 60, "respite": 1450,
}  # fmt: skip
HOURS = {"emergency": 9, "urgent": 30, "routine": 110}


Step = tuple[datetime, Callable[[datetime], object]]


class Over(Exception):
    """The story has reached now: the rest has not happened yet."""


class Historian:
    """Tells the stories of one service. `now`: the moment of seeding; nothing is written with a later time."""

    def __init__(
        self,
        service: Service,
        people: PatientMaker,
        kinds: dict[str, InterventionKind],
        chance: random.Random,
        now: datetime,
    ) -> None:
        self.service, self.people, self.kinds, self.chance, self.now = service, people, kinds, chance, now
        self.coordinator: User = service.coordinators[0]
        self.moment = now
        self.asked: list[tuple[Intervention, User]] = []
        self.stay: Stay | None = None

    # Time ---------------------------------------------------------------------------------------------------------

    def later(self, hours: float, *, office: bool = True) -> datetime:
        """Go on by this many hours, into the next working morning if the office is closed. Raises Over past now."""
        moment = self.moment + timedelta(hours=hours)
        if office:
            moment = self._office(moment)
        if moment >= self.now:
            raise Over
        self.moment = moment
        return moment

    def _office(self, moment: datetime) -> datetime:
        day = london_date(moment)
        opens, closes = london_instant(day, time(8, 40)), london_instant(day, time(17, 20))
        if moment > closes:
            day += timedelta(days=1)
            moment = london_instant(day, time(9)) + timedelta(minutes=self.chance.randrange(120))
        elif moment < opens:
            moment = opens + timedelta(minutes=self.chance.randrange(100))
        while not self.service.scheme.hours[day.weekday()]:
            day += timedelta(days=1)
            moment += timedelta(days=1)
        return moment

    def say(self, phrases: tuple[str, ...]) -> str:
        return self.chance.choice(phrases)

    # The case -----------------------------------------------------------------------------------------------------

    def tell(self, story: Story) -> None:
        """Let this case happen, as far as it has come by now."""
        ward = ward_for(self.service, story, self.chance)
        sister = self.chance.choice(self.service.referrers[ward.pk])
        self.coordinator = self.chance.choice(self.service.coordinators)
        self.moment = story.sent_at
        draft = drafts.start_draft(
            organisation=ward.site.organisation, ward=ward, by=sister, at=story.sent_at - timedelta(minutes=9)
        )
        case = submit.submit_referral(
            draft=draft,
            answers=answers_for(self.service, story, ward, self.people, self.chance),
            by=sister,
            at=story.sent_at,
        )
        try:
            self._go_on(story, case, sister)
        except Over:
            return

    def start_draft(self, at: datetime) -> Referral:
        """A referral somebody began and has not sent: the first page is filled in."""
        ward = self.chance.choice(self.service.wards)
        sister = self.chance.choice(self.service.referrers[ward.pk])
        patient = self.people.patient(self.service.plan, age=78, on=london_date(at), homeless=False)
        born = patient.born_on
        who = {
            "nhs_number": patient.nhs_number or "",
            "no_nhs_number_reason": patient.no_nhs_number_reason,
            "family_name": patient.family_name,
            "given_name": patient.given_name,
            "born_on_day": str(born.day),
            "born_on_month": str(born.month),
            "born_on_year": str(born.year),
        }
        return drafts.start_draft(
            organisation=ward.site.organisation, ward=ward, by=sister, at=at, answers={"who": who}
        )

    def _go_on(self, story: Story, case: Referral, sister: User) -> None:
        chance, pace = self.chance, story.pace
        if story.ending == "waiting":
            if story.sent_at < self.now - timedelta(hours=18):  # nobody has decided, but they have been in touch
                messages.send_message(
                    referral=case, body=words.IN_TOUCH, by=self.coordinator, at=self.later(1, office=False)
                )
            return
        wait = HOURS[story.urgency] * pace * chance.uniform(0.2, 1.0)
        emergency = story.urgency == "emergency"
        if story.ending in ("asked", "answered") or chance.random() < 0.14:
            which = chance.randrange(len(words.QUESTIONS))
            triage.ask_for_information(
                referral=case, question=words.QUESTIONS[which], by=self.coordinator, at=self.later(wait / 3)
            )
            if story.ending == "asked":
                return
            triage.answer_question(
                referral=case,
                answer=words.ANSWERS[which],
                by=sister,
                at=self.later(chance.uniform(2, 20), office=False),
            )
            if story.ending == "answered":
                return
        if story.ending == "declined":
            reason = chance.choice(list(words.DECLINE_NOTES))
            triage.decline_referral(
                referral=case, reason=reason, note=words.DECLINE_NOTES[reason], by=self.coordinator, at=self.later(wait)
            )
            return
        if story.ending == "withdrawn" and chance.random() < 0.5:
            self._withdraw(case, sister, wait)
            return
        triage.accept_referral(
            referral=case, assignee=self.coordinator, by=self.coordinator, at=self.later(wait, office=not emergency)
        )
        if chance.random() < 0.35:
            messages.send_message(
                referral=case, body=self.say(words.FROM_COORDINATOR), by=self.coordinator, at=self.later(3)
            )
        if story.ending == "withdrawn":
            self._withdraw(case, sister, 30)
            return
        self._get_ready(story, case, sister)
        self._leave(story, case)
        self._afterwards(story, case)
        self._close(story, case)

    def _withdraw(self, case: Referral, sister: User, hours: float) -> None:
        reason = self.chance.choice(["solved", "patient_choice", "unwell", "transferred", "care_home"])
        triage.withdraw_referral(referral=case, reason=reason, note="", by=sister, at=self.later(hours))

    def _get_ready(self, story: Story, case: Referral, sister: User) -> None:
        chance = self.chance
        if story.kind in ("adapt", "flat", "rehouse") and not story.homeless:
            self._assess(story, case)
        asked = self._plan(story, case)
        if not story.avoids_admission and case.ready_since is None:
            ready = readiness.record_ready(
                referral=case, ready_on=london_date(self.later(24 * story.pace)), by=sister, at=self.moment
            )
            case.ready_since = ready.ready_since
        if chance.random() < 0.3:
            messages.send_message(
                referral=case, body=self.say(words.FROM_WARD), by=sister, at=self.later(2, office=False)
            )
        if story.ending == "with_provider":
            for job, worker in asked[1:]:
                jobs.accept_job(job=job, by=worker, at=self.later(1))
            raise Over
        self.asked = asked
        self.stay = book_flat(self, case) if story.kind == "flat" else None
        if self.stay is None:
            self._run(self._work_steps(story, self.moment))
        if story.kind == "rehouse":
            move_house(self, story, case)

    def _run(self, steps: list[Step]) -> None:
        """Take these steps in the order of time. Raises Over at the first that has not happened yet."""
        for moment, step in sorted(steps, key=lambda each: each[0]):
            self.moment = max(moment, self.moment + timedelta(minutes=4))
            if self.moment >= self.now:
                raise Over
            step(self.moment)

    def _assess(self, story: Story, case: Referral) -> None:
        at = self.later(8 * story.pace)
        areas = {"stairs": "stairs", "bathroom": "bathroom", "heating": "heating", "clutter": "cleanliness",
                 "dirty": "cleanliness", "key_safe": "access", "disrepair": "damp", "furniture": "bedroom"}  # fmt: skip
        findings = dict.fromkeys(("access", "kitchen", "heating", "fire", "falls"), "fit")
        findings |= {areas[need]: "needs_work" for need in story.needs if need in areas}
        verdict = "not_fit" if story.kind == "rehouse" else "fit_after_work"
        assessment.assess_home(
            referral=case,
            assessed_on=london_date(at),
            how=self.chance.choice(["visit", "visit", "phone", "ward"]),
            findings=findings,
            verdict=verdict,
            summary=words.IN_THE_WAY[story.needs[0]],
            by=self.coordinator,
            at=at,
        )

    def _plan(self, story: Story, case: Referral) -> list[tuple[Intervention, User]]:
        asked = []
        at = self.later(2)
        for kind in kinds_of_work(story, set(self.service.providers)):
            provider, worker = self.service.providers[kind]
            cost = Decimal(COSTS.get(kind, 100)) * Decimal(self.chance.choice(["0.8", "1", "1.2"]))
            at += timedelta(minutes=7)
            job = work.plan_work(
                referral=case,
                kind=self.kinds[kind],
                urgency=self._hurry(story, kind),
                funding_source=self._payer(story, kind),
                provider=provider,
                instructions=words.INSTRUCTIONS.get(kind, ""),
                estimated_cost=cost if cost else None,
                commission=True,
                by=self.coordinator,
                at=min(at, self.now),
            )
            asked.append((job, worker))
        self.moment = min(at, self.now)
        ask_council(self, story, case)
        return asked

    def _hurry(self, story: Story, kind: str) -> str:
        if story.kind == "flat" or kind in ("major_adaptation", "benefits_advice", "welfare_calls"):
            return "routine"
        return "emergency" if story.urgency == "emergency" and kind in ("key_safe", "heating") else "urgent"

    def _payer(self, story: Story, kind: str) -> str:
        if kind == "major_adaptation":
            return "disabled_facilities_grant"
        if kind in ("repair", "heating") and story.tenure in ("council", "housing_association", "private_rented"):
            return "landlord"
        if kind in ("furniture", "food_bank"):
            return self.chance.choice(["charity", "personal_health_budget"])
        return self.chance.choice(["scheme", "better_care_fund", "minor_adaptations", "integrated_care_board"])

    def _work_steps(self, story: Story, start: datetime) -> list[Step]:
        """Each provider takes its job on and does it, mostly in time; one in twenty-five cannot."""
        chance = self.chance
        steps: list[Step] = []
        for job, worker in self.asked:
            taken = self._office(start + timedelta(hours=chance.uniform(0.5, 4)))
            due = job.clock.due_at if job.clock else None
            done = self._done_at(taken, due or taken + timedelta(days=2), story)
            steps.append((taken, partial(_take_on, job, worker)))
            if chance.random() < 0.04:
                steps.append((done, partial(_cannot, job, worker)))
                continue
            cost = Decimal(COSTS.get(job.kind.code, 100)) * Decimal(chance.choice(["0.9", "1", "1.1"]))
            steps.append((done, partial(_finish, job, worker, self.say(words.DONE), cost.quantize(Decimal("0.01")))))
        return steps

    def _done_at(self, taken: datetime, due: datetime, story: Story) -> datetime:
        """A moment in the daytime, mostly before `due` and now and then after it."""
        left = max(due - taken, timedelta(hours=1))
        late = self.chance.random() < 0.05 * story.pace + 0.04
        for _ in range(8):
            share = 1 + self.chance.uniform(0.05, 0.9) if late else self.chance.uniform(0.1, 0.9)
            moment = taken + left * (share if late else min(0.96, share * max(story.pace, 0.5)))
            if 8 <= to_london(moment).hour < 18:
                break
        return max(moment, taken + timedelta(minutes=20))

    def _leave(self, story: Story, case: Referral) -> None:
        stay = self.stay
        if stay is not None:
            self.moment = max(self.moment, london_instant(stay.from_on, time(9, 30)) - timedelta(hours=1))
            at = self.later(1)
        else:
            at = self.later(self.chance.uniform(6, 34) * story.pace)
        destination = {"rehouse": "new_home", "avoid": "not_admitted"}.get(story.kind, "usual_home")
        if stay is not None:
            destination = "temporary_flat"
        elif story.kind == "adapt" and self.chance.random() < 0.05:
            destination = self.chance.choice(["care_home", "family"])
        left = discharge.record_discharge(
            referral=case, discharged_on=london_date(at), destination=destination, note="", by=self.coordinator, at=at
        )
        case.discharged_on, case.destination = left.discharged_on, left.destination

    def _afterwards(self, story: Story, case: Referral) -> None:
        """Follow-ups, and what happens in a flat and at home meanwhile, in the order of time."""
        steps = self._follow_up_steps(case)
        if self.stay is not None:
            steps += steps_in_flat(self, self.stay, self.moment + timedelta(hours=3))
            steps += self._work_steps(story, self.moment)
        self._run(steps)

    def _follow_up_steps(self, case: Referral) -> list[Step]:
        """Call, visit, 30 and 91 days; most cases close after those, so the last stays undone."""
        steps: list[Step] = []
        went = case.discharged_on
        if went is None:
            raise AssertionError("Nobody is followed up before they left.")
        for follow_up in case.follow_ups.order_by("due_on", "pk").select_related("clock", "referral"):
            if (follow_up.due_on - went).days > 100:
                continue
            due = follow_up.clock.due_at if follow_up.clock else None
            if due is None:
                continue
            early, late = (
                timedelta(minutes=self.chance.randrange(10, 400)),
                timedelta(hours=self.chance.randrange(2, 60)),
            )
            moment = due + late if self.chance.random() < 0.11 else due - early
            steps.append((moment, partial(self._record, follow_up)))
        return steps

    def _record(self, follow_up: FollowUp, at: datetime) -> None:
        chance = self.chance
        if chance.random() < 0.15:
            follow_ups.record_attempt(follow_up=follow_up, note="No answer.", by=self.coordinator, at=at)
            at = self.moment = at + timedelta(minutes=25)
        result = chance.choices(
            ["fine", "needs_help", "in_hospital", "not_reached", "elsewhere"], [84, 9, 1.4, 4.3, 1.3]
        )[0]
        note = self.say(words.HELP) if result == "needs_help" else self.say(words.FINE) if result == "fine" else ""
        follow_ups.record_follow_up(follow_up=follow_up, result=result, note=note, by=self.coordinator, at=at)

    def _close(self, story: Story, case: Referral) -> None:
        chance = self.chance
        results = set(case.follow_ups.values_list("result", flat=True))
        at = self.later(chance.uniform(4, 60))
        outcome = {"rehouse": "settled_new_home", "avoid": "admission_avoided", "flat": "settled_home"}.get(
            story.kind, "settled_home"
        )
        if "in_hospital" in results:
            outcome = "readmitted"
        elif case.destination == "care_home":
            outcome = "care_home"
        elif chance.random() < 0.05:
            outcome = chance.choice(["partly", "disengaged", "passed_on"])
        elif story.kind == "rehouse" and "eviction" in story.needs:
            outcome = "homelessness_prevented"
        claim: dict[str, object] = {}
        if case.discharged_on is not None and not story.avoids_admission and chance.random() < 0.82:
            usual = {"adapt": 5.5, "support": 3.0, "flat": 13.0, "rehouse": 62.0}.get(story.kind, 4.0)
            days = max(0, round(chance.gauss(usual, usual * 0.5)))
            kind = (
                "waiting_list"
                if story.kind == "rehouse"
                else chance.choice(["estimate", "estimate", "baseline", "fixed"])
            )
            claim = {
                "would_have_left_on": case.discharged_on + timedelta(days=days),
                "counterfactual": kind,
                "evidence": self.say(words.EVIDENCE) if kind == "estimate" else "",
            }
        close.close_with_outcome(
            referral=case,
            outcome=outcome,
            note="",
            by=self.coordinator,
            at=at,
            **claim,  # type: ignore[arg-type]
        )


def _take_on(job: Intervention, worker: User, at: datetime) -> None:
    jobs.accept_job(job=job, by=worker, at=at)


def _cannot(job: Intervention, worker: User, at: datetime) -> None:
    jobs.cannot_do_job(job=job, reason="no_access", by=worker, at=at, note="Nobody answered the door.")


def _finish(job: Intervention, worker: User, note: str, cost: Decimal, at: datetime) -> None:
    jobs.finish_job(job=job, by=worker, at=at, note=note, cost=cost)
