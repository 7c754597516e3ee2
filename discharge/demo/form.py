"""The ward's form, filled in for a story."""

import random
from datetime import timedelta

from discharge.demo import words
from discharge.demo.load import Service
from discharge.demo.patients import PatientMaker
from discharge.demo.stories import Story
from partners.models import Ward
from referrals.answers import ReferralAnswers, SharingAnswers
from referrals.london import london_date


def ward_for(service: Service, story: Story, chance: random.Random) -> Ward:
    """Where the patient is: the front door for an admission to be avoided, a ward otherwise."""
    wards = service.wards
    if story.avoids_admission:
        wards = [ward for ward in wards if ward.kind in ("emergency", "community")] or wards
    else:
        wards = [ward for ward in wards if ward.kind not in ("emergency", "community")] or wards
    return chance.choice(wards)


def answers_for(
    service: Service, story: Story, ward: Ward, people: PatientMaker, chance: random.Random
) -> ReferralAnswers:
    """A complete form for this story, as the ward would fill it in."""
    plan = service.plan
    sent_on = london_date(story.sent_at)
    admitted = None if story.avoids_admission else sent_on - timedelta(days=chance.randrange(2, 21))
    ready = None
    if admitted is not None and chance.random() < 0.62:
        ready = max(admitted, sent_on - timedelta(days=chance.choice((0, 0, 0, 1, 1, 2, 3, 5))))
    consents = chance.random() < 0.9
    return ReferralAnswers(
        patient=people.patient(plan, age=story.age, on=sent_on, homeless=story.homeless),
        scheme_id=service.scheme.pk,
        ward_id=ward.pk,
        purpose="admission_avoidance" if story.avoids_admission else "discharge",
        admitted_on=admitted,
        expected_discharge_on=None if story.avoids_admission else sent_on + timedelta(days=chance.randrange(1, 9)),
        ready_on=ready,
        pathway=chance.choices((0, 1, 2), (4, 5, 1))[0],
        needs=story.needs,
        main_need=story.needs[0],
        what_stands_in_the_way=words.IN_THE_WAY[story.needs[0]],
        tenure=story.tenure,
        household=story.household,
        carer=people.carer(plan) if chance.random() < 0.45 else None,
        access_notes=chance.choice(words.ACCESS),
        risks=story.risks,
        safety_notes=chance.choice(words.SAFETY),
        urgency=story.urgency,
        sharing=SharingAnswers(basis="consent")
        if consents
        else SharingAnswers(
            basis="best_interests",
            decision_maker="Ward consultant with the family",
            note="Capacity assessed on the ward; the daughter was consulted.",
        ),
    )
