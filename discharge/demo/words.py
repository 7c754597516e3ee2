"""What people write in the demo: on the ward, in the plan, on the telephone. Nobody real wrote or is meant by it."""

IN_THE_WAY = {
    "stairs": "Bedroom and toilet are upstairs and the stairs are no longer safe without a second rail.",
    "bathroom": "The only toilet is upstairs; washes at the sink and cannot step into the bath.",
    "minor_adaptation": "Needs grab rails at the front door and in the bathroom before physiotherapy will agree.",
    "major_adaptation": "A stairlift was recommended a year ago and never fitted.",
    "equipment": "A profiling bed and a commode must be in place on the day.",
    "bed_downstairs": "Will live downstairs from now on; nobody can move the bed.",
    "key_safe": "Carers start on the day of discharge and cannot get in: the patient cannot reach the door.",
    "home_unsuitable": "Third-floor flat without a lift, and will not climb stairs again.",
    "heating": "The boiler has been broken since October; the flat is at 12 degrees.",
    "disrepair": "The bedroom ceiling came down and the electrics tripped.",
    "clutter": "Hallway and bedroom are full to waist height; the ambulance crew could not bring a stretcher in.",
    "dirty": "Flies and spoiled food in the kitchen; carers will not go in as it is.",
    "utilities": "Pre-payment meter is empty and there is a debt on it.",
    "security": "The police forced the front door; it is boarded up.",
    "furniture": "Has no bed: slept in an armchair for two years.",
    "no_fixed_abode": "Was sleeping on friends' sofas before admission and cannot go back.",
    "eviction": "Notice to leave runs out next week; rent arrears since losing work.",
    "asked_to_leave": "Daughter says she cannot have them back.",
    "domestic_abuse": "Not safe to return; has agreed to a move.",
    "no_public_funds": "Visa ran out while in hospital; no benefits and no address.",
    "benefits_debt": "No income since June; letters unopened, bank account closed.",
    "food": "Nothing in the house, and nobody to shop.",
    "carer_breakdown": "The husband who cares for her was admitted this morning.",
    "cares_for_someone": "Cares for a brother with learning disabilities who cannot be left.",
    "alone_confidence": "Has fallen twice, lives alone and is afraid to go home.",
    "mental_health": "Well enough to leave, but last time stopped opening the door within a week.",
}
ACCESS = (
    "Key with the neighbour at number 3.",
    "Ring the daughter an hour before.",
    "Parking on the street only. Side gate is open.",
    "Entry by concierge; ask for the spare key.",
    "Landlord has a key and will meet you there.",
    "",
)
SAFETY = ("Loose carpet in the hall.", "Small dog, friendly, shut in the kitchen.", "No light on the stairs.", "")
QUESTIONS = (
    "Who holds the tenancy, and does the landlord know?",
    "Does the patient get any benefits, and is there a National Insurance number?",
    "Which floor is the flat on, and is there a lift?",
    "Has the occupational therapist seen the bathroom? Send us the recommendation.",
    "Who has a key, and when can we get in?",
)
ANSWERS = (
    "The tenancy is in the patient's name with the council. They know.",
    "Pension credit and attendance allowance. The number is in the notes.",
    "Second floor, no lift. She managed 13 steps with physiotherapy today.",
    "Seen on Tuesday: two grab rails and a raised seat.",
    "The son, on his way back from work. After 4pm any day.",
)
FROM_WARD = (
    "Physiotherapy is happy with stairs once there is a second rail.",
    "Family visited the home today: the bed will fit downstairs.",
    "Transport is provisionally booked. Tell us if the date moves.",
    "Patient is asking every day when they can go. Any news?",
)
#: First contact about a referral that nobody has decided about yet.
IN_TOUCH = "Thank you, we have your referral. I am ringing the family today and answer you after that."

FROM_COORDINATOR = (
    "Work is booked. I will tell you when it is done.",
    "The home will be ready on the day you named.",
    "Landlord has agreed. Keys are in the key safe.",
    "I saw the patient on the ward this morning and they agree with the plan.",
)
INSTRUCTIONS = {
    "key_safe": "Fit a police-approved key safe by the front door. Give the code to the coordinator by telephone.",
    "minor_adaptation": "Two grab rails by the front door, one by the toilet, second banister rail.",
    "major_adaptation": "Survey and fit a straight stairlift.",
    "repair": "Make safe and repair; send photographs.",
    "deep_clean": "Clear hall, bedroom and kitchen. Nothing personal leaves without the person's word.",
    "heating": "Repair the boiler; lend two oil-filled heaters meanwhile.",
    "lifeline": "Pendant alarm and falls sensor. Daughter is first contact.",
    "equipment": "Bed, commode, raised seat. Bed goes in the front room.",
    "furniture": "Single bed, bedding, kettle, microwave.",
    "food_bank": "Parcel for three days on the day of going home.",
    "benefits_advice": "Housing benefit, attendance allowance, arrears.",
    "home_visit": "Visit on the day of going home: heating on, food in, alarm tried.",
    "welfare_calls": "Call every second day for two weeks, then weekly.",
    "respite": "Two weeks with care, from the day named.",
}
DONE = ("Done as asked. Tested and left tidy.", "Done. Photographs sent.", "Done; the person's daughter was there.", "")
FINE = (
    "Managing well. Carers come twice a day.",
    "Glad to be home. Heating is fine.",
    "No falls. Daughter visits daily.",
    "",
)
HELP = ("Cannot reach the top shelf or the meter: a visit is booked.", "Carers came late twice: told the care team.")
EVIDENCE = (
    "Council repairs gave a date 9 days later than ours.",
    "The ward's own plan was to wait for the community equipment date.",
    "Three like cases before the service waited as long.",
    "Landlord's letter says when the lift would be repaired.",
)
DECLINE_NOTES = {
    "outside_area": "Lives in the next district; their housing team has been told.",
    "not_housing": "Waits for a care package, not for the home. Passed to the care transfer hub.",
    "not_ready": "Refer again when physiotherapy has finished.",
    "needs_care": "Needs a nursing assessment; social work has been told.",
    "no_capacity": "No flat free before Christmas; asked the neighbouring service.",
    "patient_declined": "Wants to go to her sister.",
}
NEW_STREETS = ("Willow Court", "Rosewood House", "Canal Walk", "Linden Gardens", "Harbour View", "Priory Court")
SUPPORT_PLANS = (
    "Goals: wash and dress alone, cook one meal a day, walk to the shop. Review every Wednesday.",
    "Goals: manage the stairs with one person, take medicines unprompted. Daughter comes at weekends.",
    "Goals: housing benefit claimed this week, view two homes, rebuild confidence after the fall.",
)
REVIEWS = (
    "Walks to the bathroom alone now. The occupational therapist tries the stairs with her on Thursday.",
    "The rail at home is fitted. A trial night at home next week, the daughter stays with him.",
    "Two homes viewed, the second suits. The housing officer asks for an earlier tenancy.",
    "Appetite better. The care at home starts on Monday; the move home is agreed with the family.",
    "Nothing new on the adaptation. The coordinator rings the contractor and the surveyor today.",
)
WITHDRAWN = "Her nephew is a builder and will do it. She does not want a firm in the house."
FROM_HOSPITAL = (
    "Brought in after a fall at home, confused, no relatives there. We need to know who has the key and what is "
    "planned at the house."
)
FROM_OFFICE = (
    "Came to our office this evening and says they cannot go home tonight. We must know whether the flat is safe."
)
EMERGENCY_REVIEW = "Rang the ward: the patient was there and could not say who looks after the house."
HOLD = "The family has made a complaint about the delay. Kept until the Ombudsman has answered."
THERAPISTS_REPORT = (
    "OCCUPATIONAL THERAPY: VISIT AT HOME",
    "",
    "Stairs: 13 steps, one rail on the left going up. Manages them with one person behind.",
    "Bathroom: side of the bath 58 cm. Cannot step over it. Washes at the basin.",
    "Toilet: 41 cm high, no rail.",
    "Bedroom: bed 44 cm high. Rug to be taken up.",
    "",
    "Recommended: second banister rail; bath board; raised toilet seat with frame;",
    "two grab rails at the front door. All before the day of discharge.",
    "",
    "Made up for the Homeward demonstration. Nobody real is meant.",
)
