"""Why work, an offer or a flat did not go as planned, as lists. Pure data."""

from referrals.lists import Entry

#: A provider cannot do the work. Kept apart from the person refusing: one asks another provider, the other
#: does not.
WORK_REFUSED_REASONS = (
    Entry(code="no_capacity", label="Cannot do it in time"),
    Entry(code="outside_area", label="Outside our area"),
    Entry(code="not_our_work", label="Not work we do"),
    Entry(code="not_possible", label="Not possible in this home"),
    Entry(code="no_permission", label="The landlord does not agree"),
    Entry(code="no_access", label="Could not get in"),
    Entry(code="unsafe", label="Not safe to work there"),
    Entry(code="no_funding", label="Nobody has agreed to pay"),
)

#: The person does not take what was offered.
OFFER_REFUSED_REASONS = (
    Entry(code="not_wanted", label="Does not want it"),
    Entry(code="location", label="Too far from family, friends or services"),
    Entry(code="unsuitable", label="Does not suit their needs"),
    Entry(code="cost", label="Cannot afford it"),
    Entry(code="pets", label="Pets are not allowed"),
    Entry(code="found_other", label="Found something else"),
    Entry(code="unwell", label="Too unwell"),
)

#: Why somebody stays in a temporary flat beyond the limit. Flagged and authorised, never blocked.
OVERSTAY_REASONS = (
    Entry(code="adaptation_late", label="Work at home is not finished"),
    Entry(code="no_offer", label="No offer of a home yet"),
    Entry(code="offer_not_ready", label="The new home is not ready"),
    Entry(code="care_not_arranged", label="Care is not arranged yet"),
    Entry(code="unwell", label="Unwell"),
    Entry(code="capacity", label="Waiting for a legal decision"),
    Entry(code="person_declines", label="Does not want to move on"),
)

#: Why no housing benefit is claimed for a stay.
NO_CLAIM_REASONS = (
    Entry(code="pays_rent", label="Pays the rent themselves"),
    Entry(code="no_rent", label="No rent is charged for this flat"),
    Entry(code="universal_credit", label="The rent is paid by Universal Credit"),
    Entry(code="claim_goes_on", label="A claim that was there already goes on"),
    # Why not is told to nobody who lets a flat.
    Entry(code="cannot_claim", label="The person cannot claim it"),
)

#: Why a flat stands empty and cannot be booked.
VOID_REASONS = (
    Entry(code="turnaround", label="Cleaning between guests"),
    Entry(code="repair", label="Repair"),
    Entry(code="adaptation", label="Being adapted"),
    Entry(code="safety", label="Safety check"),
    Entry(code="no_referral", label="Nobody referred"),
    Entry(code="held", label="Held for somebody"),
    Entry(code="withdrawn", label="Taken out of the scheme"),
)

#: How another home is looked for.
REHOUSING_ROUTES = (
    Entry(code="register", label="Housing register", hint="The council's list, bidding for homes"),
    Entry(code="transfer", label="Transfer", hint="The present landlord moves the person"),
    Entry(code="direct_offer", label="Direct offer", hint="A home kept for people leaving hospital"),
    Entry(code="extra_care", label="Sheltered or extra care housing"),
    Entry(code="private", label="Private rent", hint="With help for the deposit where it is needed"),
    Entry(code="homeless", label="Homelessness duty", hint="The council owes a duty under the Housing Act 1996"),
    Entry(code="supported", label="Supported housing or refuge"),
)

#: The council does not accept a referral under the duty to refer.
DUTY_NOT_ACCEPTED_REASONS = (
    Entry(code="not_threatened", label="Not homeless, nor likely to be within 56 days"),
    Entry(code="no_contact", label="The council could not reach the person"),
    Entry(code="not_eligible", label="Not eligible for help"),
    Entry(code="already_helped", label="The council is helping already"),
    Entry(code="other_council", label="Another council is to help"),
    Entry(code="details_missing", label="Details were missing"),
)

#: Why the council turns a grant down, after sections 24 and 30 of the Housing Grants, Construction and Regeneration
#: Act 1996.
GRANT_REFUSED_REASONS = (
    Entry(code="means", label="The person must pay the whole cost", hint="By the test of income and savings"),
    Entry(code="not_needed", label="Not necessary and appropriate for their needs"),
    Entry(code="not_practicable", label="Not reasonable and practicable in this home"),
    Entry(code="no_permission", label="The landlord does not agree"),
    Entry(code="not_staying", label="They will not live there for 5 years"),
    Entry(code="details_missing", label="The application was not complete"),
)

#: The person, or somebody for them, takes an application to a council back.
APPLICATION_WITHDRAWN_REASONS = (
    Entry(code="person_declines", label="The person does not want it any more"),
    Entry(code="found_other", label="Another way was found"),
    Entry(code="unwell", label="Too unwell"),
    Entry(code="moved", label="Moved to another area"),
    Entry(code="mistake", label="Made by mistake"),
)
