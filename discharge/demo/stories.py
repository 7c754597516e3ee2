"""What happens to whom: the demo's cases as plans, drawn at random with a fixed seed. Pure: nothing is written here."""

import random
from dataclasses import dataclass
from datetime import datetime

from discharge.demo.plans import SchemePlan
from referrals.catalogue import NEEDS, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One case before it is told.

    `ending`: what stops it. "" goes on to its outcome;
    "draft", "waiting", "asked", "answered", "declined", "withdrawn",
    "with_provider" stop there. `pace`: how slowly everything goes, 1 is ordinary.
    """

    kind: str
    sent_at: datetime
    urgency: str
    ending: str = ""
    pace: float = 1.0
    needs: tuple[str, ...] = ()
    age: int = 80
    tenure: str = "council"
    household: str = "alone"
    risks: tuple[str, ...] = ()

    @property
    def avoids_admission(self) -> bool:
        return self.kind == "avoid"

    @property
    def homeless(self) -> bool:
        return "no_fixed_abode" in self.needs


_NEEDS = {
    "adapt": (
        "bathroom", "stairs", "minor_adaptation", "key_safe", "equipment", "bed_downstairs", "heating", "disrepair",
        "clutter", "dirty", "furniture", "major_adaptation", "utilities", "security",
    ),
    "rehouse": ("home_unsuitable", "no_fixed_abode", "eviction", "asked_to_leave", "domestic_abuse", "no_public_funds"),
    "flat": ("bathroom", "stairs", "home_unsuitable", "disrepair", "alone_confidence"),
    "support": ("food", "benefits_debt", "alone_confidence", "furniture", "heating", "key_safe", "mental_health"),
    "avoid": ("carer_breakdown", "alone_confidence", "key_safe", "heating", "food", "cares_for_someone"),
}  # fmt: skip
_WEIGHTS = {
    "adapt": (9, 8, 8, 8, 6, 5, 4, 4, 5, 3, 3, 3, 1, 2),
    "rehouse": (6, 5, 3, 3, 1, 1),
    "flat": (5, 5, 4, 2, 3),
    "support": (4, 5, 6, 3, 3, 3, 4),
    "avoid": (8, 5, 3, 3, 2, 3),
}
_AGES = {"adapt": (58, 95), "rehouse": (24, 82), "flat": (50, 92), "support": (28, 90), "avoid": (66, 96)}
_TENURES = {
    "adapt": (("council", 9), ("owner", 9), ("housing_association", 6), ("private_rented", 4), ("with_others", 1)),
    "rehouse": (("private_rented", 6), ("council", 3), ("with_others", 4), ("temporary", 2), ("not_known", 1)),
    "flat": (("council", 5), ("owner", 6), ("housing_association", 4), ("private_rented", 3)),
    "support": (("council", 5), ("private_rented", 5), ("housing_association", 4), ("owner", 4), ("supported", 2)),
    "avoid": (("owner", 8), ("council", 4), ("with_others", 3), ("supported", 2)),
}
_RISKS = (
    "falls",
    "falls",
    "falls",
    "dog",
    "two_people",
    "fire",
    "infection",
    "self_neglect",
    "safeguarding",
    "needles",
)


class StoryTeller:
    """Draws stories for one service."""

    def __init__(self, plan: SchemePlan, chance: random.Random) -> None:
        self.plan = plan
        self.chance = chance

    def story(
        self, sent_at: datetime, *, ending: str | None = None, urgency: str = "", pace: float = 1.0, kind: str = ""
    ) -> Story:
        """A case sent at this moment; how it ends and how urgent it is are drawn unless said."""
        chance = self.chance
        kinds = [kind for kind, weight in self.plan.tells.items() if weight]
        kind = kind or chance.choices(kinds, [self.plan.tells[each] for each in kinds])[0]
        drawn = chance.choices(["", "declined", "withdrawn"], [88, 6, 6])[0] if ending is None else ending
        needs = self._needs(kind)
        low, high = _AGES[kind]
        if kind == "flat" and any(building.minimum_age for building in self.plan.buildings):
            low = max(low, 56)
        homeless = "no_fixed_abode" in needs
        return Story(
            kind=kind,
            sent_at=sent_at,
            ending=drawn,
            urgency=urgency or self._urgency(kind),
            pace=pace * chance.choice((0.6, 0.8, 0.9, 1.0, 1.0, 1.1, 1.3, 2.1)),
            needs=needs,
            age=round(chance.triangular(low, high, high - (high - low) * 0.3)),
            tenure="no_home" if homeless else self._pick(_TENURES[kind]),
            household="no_household" if homeless else self._pick(
                (("alone", 12), ("partner", 5), ("family", 3), ("cared_for", 1), ("not_known", 1))
            ),
            risks=tuple(sorted(set(chance.sample(_RISKS, chance.choice((0, 0, 1, 1, 2)))))),
        )  # fmt: skip

    def _needs(self, kind: str) -> tuple[str, ...]:
        """One to three needs, the main one first."""
        wanted = self.chance.choices((1, 2, 3), (5, 4, 2))[0]
        chosen = self.chance.choices(_NEEDS[kind], _WEIGHTS[kind], k=wanted * 2)
        return tuple(dict.fromkeys(chosen))[:wanted]

    def _urgency(self, kind: str) -> str:
        if kind == "avoid":
            return "emergency"
        return self._pick((("emergency", 3), ("urgent", 8), ("routine", 2)))

    def _pick(self, weighted: tuple[tuple[str, int], ...]) -> str:
        return self.chance.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def kinds_of_work(story: Story, offered: set[str]) -> list[str]:
    """The kinds of work this case needs of those its service offers, at most four."""
    wanted = [kind for code in story.needs for kind in find(NEEDS, code).usual_kinds]
    if story.kind == "support":
        wanted.append("home_visit")
    elsewhere = {"rehousing", "temporary_flat"}
    return [kind for kind in dict.fromkeys(wanted) if kind in offered and kind not in elsewhere][:4]
