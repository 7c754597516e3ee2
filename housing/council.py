"""Applications to a council, as data: the stages of each kind in order, what may follow, which promise runs meanwhile.

The duty to refer: Housing Act 1996, section 213B. The words for how it stands are those of the prison service's
system, so that figures of both can be put side by side. The Disabled Facilities Grant: Housing Grants, Construction and
Regeneration Act 1996. Pure: no queries, no reading of time.
"""

from dataclasses import dataclass

from housing.catalogue import (
    APPLICATION_WITHDRAWN_REASONS,
    DUTY_NOT_ACCEPTED_REASONS,
    GRANT_REFUSED_REASONS,
    Entry,
    find,
)

DUTY_TO_REFER, FACILITIES_GRANT = "duty_to_refer", "facilities_grant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Entry):
    """How far an application has come.

    `happened`: the answer to "what has happened?".
    `leads_to`: codes of the stages that can come next; empty when the application is over.
    `clock`: name of the target in `referrals.targets` that runs in it.
    `reasons`: one of these must be given.
    """

    happened: str = ""
    leads_to: tuple[str, ...] = ()
    clock: str = ""
    reasons: tuple[Entry, ...] = ()

    @property
    def is_final(self) -> bool:
        return not self.leads_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Entry):
    """One kind of application. `asked`: how the timeline says that this council was asked.

    `stages`: in the order in which they usually come; the first is where it starts.
    """

    asked: str
    stages: tuple[Stage, ...]

    def stage(self, code: str) -> Stage:
        """Raises UnknownCode."""
        return find(self.stages, code)

    def after(self, code: str) -> tuple[Stage, ...]:
        """What can come after this stage. Raises UnknownCode."""
        return tuple(self.stage(each) for each in self.stage(code).leads_to)


_WITHDRAWN = Stage(
    code="withdrawn", label="Withdrawn", happened="It was withdrawn", reasons=APPLICATION_WITHDRAWN_REASONS
)

KINDS = (
    Kind(
        code=DUTY_TO_REFER,
        label="Duty to refer",
        asked="Sent to {council}",
        stages=(
            Stage(
                code="sent",
                label="Sent",
                happened="It was sent",
                leads_to=("accepted", "not_accepted", "withdrawn"),
                clock="dtr_answer",
            ),
            Stage(
                code="accepted",
                label="Accepted",
                happened="The council accepted it",
                hint="Its duty to prevent or relieve homelessness usually lasts 56 days",
                leads_to=("ended", "withdrawn"),
                clock="dtr_56_days",
            ),
            Stage(
                code="ended",
                label="Duty ended",
                happened="The council’s duty ended",
                hint="The 56 days are over, or it ended earlier",
            ),
            Stage(
                code="not_accepted",
                label="Not accepted",
                happened="The council did not accept it",
                reasons=DUTY_NOT_ACCEPTED_REASONS,
            ),
            _WITHDRAWN,
        ),
    ),
    Kind(
        code=FACILITIES_GRANT,
        label="Disabled Facilities Grant",
        asked="Asked {council}",
        stages=(
            Stage(
                code="asked",
                label="Asked for",
                happened="It was asked for",
                leads_to=("visited", "applied", "withdrawn"),
                clock="dfg_visit",
            ),
            Stage(
                code="visited",
                label="Visited",
                happened="An occupational therapist visited",
                leads_to=("applied", "withdrawn"),
                clock="dfg_application",
            ),
            Stage(
                code="applied",
                label="Applied for",
                happened="The council has a valid application",
                hint="The council must decide within 6 months",
                leads_to=("approved", "refused", "withdrawn"),
                clock="dfg_decision",
            ),
            Stage(
                code="approved",
                label="Approved",
                happened="The council approved it",
                hint="The works must be done and paid for within 12 months",
                leads_to=("finished", "withdrawn"),
                clock="dfg_works",
            ),
            Stage(code="finished", label="Works finished", happened="The works are finished"),
            Stage(
                code="refused",
                label="Refused",
                happened="The council refused it",
                reasons=GRANT_REFUSED_REASONS,
            ),
            _WITHDRAWN,
        ),
    ),
)

#: Every stage once, as Django's fields want them.
STAGE_CHOICES = list({stage.code: stage.label for kind in KINDS for stage in kind.stages}.items())
#: Codes of the stages in which an application is still open, over all kinds.
OPEN_STAGES = tuple(stage.code for kind in KINDS for stage in kind.stages if not stage.is_final)
#: Codes of the stages that need a reason, over all kinds.
WITH_REASON = tuple(dict.fromkeys(stage.code for kind in KINDS for stage in kind.stages if stage.reasons))

#: What the person must have said before anybody is referred: Homelessness code of guidance, chapter 4. Each code is the
#: column that keeps it.
CONSENTS = (
    Entry(code="agreed_referral", label="The person agrees to be referred"),
    Entry(code="agreed_council", label="The person has chosen this council"),
    Entry(code="agreed_contact", label="The person agrees that the council is given their contact details"),
)


def kind_of(code: str) -> Kind:
    """Raises UnknownCode."""
    return find(KINDS, code)
