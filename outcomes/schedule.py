"""Who is rung or visited when, after they went home: which follow-ups a discharge plans. Pure.

How long each may take is a target of the scheme (`referrals.targets` and the scheme's own rows), under the name of the
follow-up's code; here is only which there are, and from which moment their time runs.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from referrals.lists import Entry
from referrals.london import london_instant

#: Nobody is rung about somebody who has died.
NO_FOLLOW_UP_AFTER = frozenset({"died"})
#: Who moved is asked how that was (Nottingham City Homes' survey of the people it rehoused).
ASKED_ABOUT_THE_MOVE = frozenset({"new_home", "extra_care"})
#: A day without a time of its own is taken to end when offices close, London time.
END_OF_DAY = time(17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Entry):
    """One follow-up. `code` is also the name of its target; `ask` is what the caller finds out."""

    ask: str


FOLLOW_UPS = (
    Planned(
        code="call_48h",
        label="Call after 48 hours",
        hint="By telephone, within 48 hours of going home",
        ask="Did the person get home safely, is the home warm, is there food, and did the care and equipment come?",
    ),
    Planned(
        code="home_visit",
        label="Home visit",
        hint="In person, within 7 days of going home",
        ask="Does the home work for them now? Look again at what stood in the way.",
    ),
    Planned(
        code="survey",
        label="Satisfaction survey",
        hint="Within 4 weeks of moving to a new home",
        ask="What was good, what was not, and what would they change? Write down what they said.",
    ),
    Planned(
        code="readmission",
        label="Check at 30 days",
        hint="Whether they have been back in hospital",
        ask="Has the person been in hospital again since they left?",
    ),
    Planned(
        code="support_period",
        label="End of support",
        hint="Practical support lasts up to 6 weeks after going home",
        ask="Has the support ended, and who helps from now on?",
    ),
    Planned(
        code="at_home_91",
        label="Check at 91 days",
        hint="Whether they are still at home",
        ask="Where does the person live now?",
    ),
    Planned(
        code="needs_review",
        label="Review after 6 months",
        hint="Whether they need the same help, more or less",
        ask="Does the person need more, less or the same support as when they went home?",
    ),
)

#: The follow-up that tells whether somebody is still at home (Adult Social Care Outcomes Framework: day 91).
STILL_AT_HOME = "at_home_91"


def planned_after(destination: str) -> tuple[Planned, ...]:
    """The follow-ups of somebody who left hospital for this destination, a code of `DESTINATIONS` in the catalogue."""
    if destination in NO_FOLLOW_UP_AFTER:
        return ()
    return tuple(each for each in FOLLOW_UPS if each.code != "survey" or destination in ASKED_ABOUT_THE_MOVE)


def went_home_at(discharged_on: date, recorded_at: datetime) -> datetime:
    """The UTC moment from which the time of the follow-ups runs.

    A discharge is a London date without a time, so its day counts as over at 5pm; but nobody went home later than it
    was written down.
    """
    return min(recorded_at, london_instant(discharged_on, END_OF_DAY))
