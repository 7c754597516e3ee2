"""Why something was decided about a referral, and how it ended, as lists.

Pure data, with the wording for the person who reads it: a reason for declining is what the ward is told.
"""

from dataclasses import dataclass

from referrals.lists import Entry

DECLINE_REASONS = (
    Entry(
        code="not_housing",
        label="What stands in the way is not the home",
        hint="Say who can help instead",
    ),
    Entry(code="outside_area", label="Lives outside the area we serve", hint="Say which council covers it"),
    Entry(code="not_eligible", label="Not within this scheme's rules", hint="Say which rule"),
    Entry(code="not_ready", label="Still needs hospital care", hint="Say when to refer again"),
    Entry(code="needs_care", label="Needs care rather than housing help", hint="Say who was told"),
    Entry(code="unsafe", label="The risk cannot be managed safely", hint="Say what would change that"),
    Entry(code="no_capacity", label="No capacity in time", hint="Say who else was asked"),
    Entry(code="duplicate", label="Already referred", hint="Give the other reference"),
    Entry(code="no_basis", label="No consent, and no decision without it"),
    Entry(code="patient_declined", label="The patient does not want our help"),
    Entry(code="no_answer", label="Our questions were not answered", hint="Say what is still missing"),
)

RESTRICT_REASONS = (
    Entry(code="staff", label="The patient works here or for a partner", hint="Or is close to somebody who does"),
    Entry(code="witness", label="The patient is a witness or in a protected situation"),
    Entry(code="safeguarding", label="Safeguarding: somebody must not find out where they are"),
    Entry(code="public", label="The patient is well known, and people would be curious"),
    Entry(code="patient_asked", label="The patient asked for it"),
)

WITHDRAW_REASONS = (
    Entry(code="patient_choice", label="The patient changed their mind"),
    Entry(code="solved", label="Solved another way"),
    Entry(code="already_home", label="Went home without us"),
    Entry(code="unwell", label="No longer ready to leave hospital"),
    Entry(code="transferred", label="Moved to another hospital"),
    Entry(code="care_home", label="Going to a care home instead"),
    Entry(code="consent_withdrawn", label="Consent to share was withdrawn"),
    Entry(code="mistake", label="Referred by mistake"),
    Entry(code="died", label="The patient has died"),
)

#: Why a person's details are put right (the right to rectification, UK GDPR article 16).
CORRECTION_REASONS = (
    Entry(code="typing", label="A typing mistake"),
    Entry(code="told", label="The person, or somebody for them, told us"),
    Entry(code="record", label="Another record or a document shows something else"),
    Entry(code="changed", label="It has changed since", hint="They moved, or have another telephone number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReason(Entry):
    """Why a clock may stand still. `party`: the code in `DELAY_PARTIES` of whom everybody waits for."""

    party: str


#: The reason that a question to the ward gives the answer clock; it ends with the answer.
WARD_S_ANSWER = "information"

#: A clock is paused for these reasons and no others: none of them is within the service's power.
PAUSE_REASONS = (
    PauseReason(code=WARD_S_ANSWER, label="Waiting for the ward's answer", party="hospital"),
    PauseReason(code="unwell", label="The patient is too unwell to be asked", party="patient"),
    PauseReason(code="deciding", label="The patient or family is deciding", party="patient"),
    PauseReason(code="no_access", label="Nobody can let us into the home", party="patient"),
    PauseReason(code="landlord", label="Waiting for the landlord's permission", party="landlord"),
    PauseReason(code="capacity", label="Waiting for a mental capacity decision", party="social_care"),
)

#: Who a day of delay is counted with.
DELAY_PARTIES = (
    Entry(code="hospital", label="Hospital"),
    Entry(code="service", label="Our service"),
    Entry(code="provider", label="Provider of the work"),
    Entry(code="council_housing", label="Council housing"),
    Entry(code="social_care", label="Adult social care"),
    Entry(code="landlord", label="Landlord"),
    Entry(code="patient", label="Patient or family"),
    Entry(code="other", label="Somebody else"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Entry):
    """A flag on a case.

    `what_to_do`: the rule for everybody who meets the person.
    `tell_provider`: the firm or charity at the door must know; the others are health matters, which it must
    not see.
    """

    what_to_do: str
    tell_provider: bool = False


RISKS = (
    Risk(code="falls", label="Falls", what_to_do="Keep floors clear and offer an arm.", tell_provider=True),
    Risk(
        code="dog",
        label="Dog or other animal",
        what_to_do="Ring before you go, and ask for it to be shut away.",
        tell_provider=True,
    ),
    Risk(
        code="two_people",
        label="Visit in twos",
        what_to_do="Never visit alone. Tell your office when you go in and come out.",
        tell_provider=True,
    ),
    Risk(
        code="violence",
        label="Violence or threats",
        what_to_do="Visit in twos and leave if you feel unsafe. The coordinator knows the history.",
        tell_provider=True,
    ),
    Risk(
        code="others_in_home",
        label="Somebody else in the home is a risk",
        what_to_do="Meet elsewhere. Ask the coordinator first.",
        tell_provider=True,
    ),
    Risk(
        code="unsafe_building",
        label="Unsafe building",
        hint="Electrics, gas, asbestos, floors",
        what_to_do="Do not work until it has been made safe.",
        tell_provider=True,
    ),
    Risk(
        code="needles",
        label="Needles or sharps",
        what_to_do="Gloves and boots. Do not reach where you cannot see.",
        tell_provider=True,
    ),
    Risk(
        code="fire",
        label="Fire",
        hint="Smoking in bed, oxygen, hoarding",
        what_to_do="Ask the fire service for a home safety visit.",
        tell_provider=True,
    ),
    Risk(
        code="infection",
        label="Infection",
        what_to_do="Ask the ward which precautions to take.",
        tell_provider=False,
    ),
    Risk(
        code="domestic_abuse",
        label="Domestic abuse",
        what_to_do="Never ring, write or leave a message at the home. Use the safe contact only.",
        tell_provider=False,
    ),
    Risk(
        code="self_harm",
        label="Self-harm or suicide",
        what_to_do="Tell the mental health team before the person leaves hospital.",
    ),
    Risk(code="self_neglect", label="Self-neglect", what_to_do="Raise a safeguarding concern if it goes on."),
    Risk(
        code="safeguarding",
        label="Safeguarding adult",
        what_to_do="Ask the coordinator before you contact family or carers.",
    ),
    Risk(
        code="child",
        label="Child in the home",
        what_to_do="Tell children's services if a child may be at risk.",
    ),
    Risk(
        code="exploitation",
        label="Exploited by others",
        hint="Home taken over, money taken",
        what_to_do="Change locks before the person goes home. Raise a safeguarding concern.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentBasis(Entry):
    """On what ground this patient's details may be shared with housing, councils and charities.

    `allows_sharing`: False leads to the page that says the referral cannot go on.
    `must_record`: what has to be written down with it.
    `source`: law or guidance the ground rests on.
    """

    allows_sharing: bool
    must_record: str = ""
    source: str = ""


#: Sharing for direct care rests on common law; sharing with a landlord or charity needs one of these.
CONSENT_BASES = (
    ConsentBasis(
        code="consent",
        label="The patient agrees",
        hint="They know who will see what, and said or signed yes",
        allows_sharing=True,
        must_record="Who asked, when, and whether they said or signed it",
        source="Common law duty of confidence; Caldicott principles",
    ),
    ConsentBasis(
        code="best_interests",
        label="The patient cannot decide: best-interests decision",
        hint="A mental capacity assessment and a best-interests decision are written in the notes",
        allows_sharing=True,
        must_record="Who assessed capacity, who decided, when, and who was consulted",
        source="Mental Capacity Act 2005, sections 1 to 4",
    ),
    ConsentBasis(
        code="attorney",
        label="The patient cannot decide: an attorney or deputy agrees",
        hint="Lasting power of attorney for health and welfare, or a deputy of the Court of Protection",
        allows_sharing=True,
        must_record="Their name and that you have seen the power",
        source="Mental Capacity Act 2005, sections 9 to 14 and 16",
    ),
    ConsentBasis(
        code="safeguarding",
        label="Without consent: serious risk of harm",
        hint="Only what is needed to protect the patient or others",
        allows_sharing=True,
        must_record="The risk, who decided, and whether the patient was told",
        source="Care Act 2014, section 42; UK GDPR article 6(1)(d)",
    ),
    ConsentBasis(code="refused", label="The patient does not agree", allows_sharing=False),
    ConsentBasis(code="not_asked", label="Nobody has asked yet", allows_sharing=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination(Entry):
    """Where somebody went when they left hospital.

    `at_home`: counts as home in "still at home" (own home, extra care, with family).
    `national_code`: DESTINATION OF DISCHARGE (HOSPITAL PROVIDER SPELL) in the NHS Data Dictionary.
    """

    at_home: bool
    national_code: str


DESTINATIONS = (
    Destination(code="usual_home", label="Their usual home", at_home=True, national_code="19"),
    Destination(code="new_home", label="A new home", at_home=True, national_code="19"),
    Destination(code="extra_care", label="Sheltered or extra care home", at_home=True, national_code="19"),
    Destination(code="family", label="With family or friends", at_home=True, national_code="19"),
    Destination(code="temporary_flat", label="A temporary flat", at_home=False, national_code="29"),
    Destination(code="council_temporary", label="Council temporary housing", at_home=False, national_code="29"),
    Destination(code="hostel", label="Hostel or refuge", at_home=False, national_code="29"),
    Destination(code="respite", label="Respite or step-down bed", at_home=False, national_code="29"),
    Destination(code="care_home", label="Care home", at_home=False, national_code="85"),
    Destination(code="hospital", label="Another hospital", at_home=False, national_code="51"),
    Destination(code="no_fixed_abode", label="No fixed abode", at_home=False, national_code="19"),
    Destination(code="not_admitted", label="Stayed at home, not admitted", at_home=True, national_code=""),
    Destination(code="died", label="Died", at_home=False, national_code="79"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Entry):
    """How a case ended. `result`: achieved, partly, not_achieved, or neutral (outside anybody's power)."""

    result: str


OUTCOMES = (
    Outcome(code="settled_home", label="Settled in their own home", result="achieved"),
    Outcome(code="settled_new_home", label="Settled in a new home", result="achieved"),
    Outcome(code="admission_avoided", label="Admission avoided", result="achieved"),
    Outcome(code="homelessness_prevented", label="Homelessness prevented", result="achieved"),
    Outcome(code="partly", label="Home, with needs still open", result="partly"),
    Outcome(code="interim", label="In temporary housing, move-on agreed", result="partly"),
    Outcome(code="care_home", label="Moved to a care home", result="not_achieved"),
    Outcome(code="readmitted", label="Back in hospital", result="not_achieved"),
    Outcome(code="homeless", label="Homeless", result="not_achieved"),
    Outcome(code="disengaged", label="The patient no longer wanted help", result="not_achieved"),
    Outcome(code="passed_on", label="Passed to another service", result="neutral"),
    Outcome(code="died", label="Died", result="neutral"),
)

OUTCOME_RESULTS = (
    Entry(code="achieved", label="Achieved"),
    Entry(code="partly", label="Partly achieved"),
    Entry(code="not_achieved", label="Not achieved"),
    Entry(code="neutral", label="Not counted either way"),
)
