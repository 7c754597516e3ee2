"""Made-up patients: names by Faker, NHS numbers that belong to nobody, telephone numbers kept for drama."""

import random
from datetime import date, timedelta

from faker import Faker

from discharge.demo.plans import SchemePlan
from referrals.answers import CarerAnswers, PatientAnswers
from referrals.nhs_number import make_test_number

# Ofcom keeps these for television and radio drama: nobody can be rung on them.
DRAMA_NUMBERS = {
    "01632": "+441632960{:03}",
    "0161": "+441614960{:03}",
    "0113": "+441134960{:03}",
    "0151": "+441514960{:03}",
    "020": "+442079460{:03}",
    "mobile": "+447700900{:03}",
}
STREETS = (
    "Church Street", "Chapel Lane", "Station Road", "Mill Lane", "Park Road", "Victoria Street", "Albert Street",
    "Queen Street", "King Street", "Grange Road", "Meadow Close", "Orchard Way", "Windmill Hill", "Coronation Avenue",
    "Jubilee Road", "Alma Street", "Bridge Street", "Clare Road", "Derwent Drive", "Elm Grove", "Fairfield Road",
    "Garden Street", "Hawthorn Avenue", "Ivy Terrace", "Kestrel Close", "Laburnum Road", "Maple Court", "Newton Street",
)  # fmt: skip
LANGUAGES = ("Polish", "Urdu", "Punjabi", "Romanian", "Bengali", "Portuguese", "British Sign Language")


class PatientMaker:
    """Makes people who differ from one another, the same ones for the same seed."""

    def __init__(self, seed: int, chance: random.Random, *, first_number: int = 0) -> None:
        self.fake = Faker("en_GB")
        self.fake.seed_instance(seed)
        self.chance = chance
        self.made = first_number

    def patient(self, plan: SchemePlan, *, age: int, on: date, homeless: bool) -> PatientAnswers:
        """A patient of this service, `age` years old on this day."""
        self.made += 1
        chance = self.chance
        given = self.fake.first_name_female() if chance.random() < 0.56 else self.fake.first_name_male()
        known = chance.random() < 0.97
        return PatientAnswers(
            nhs_number=make_test_number(self.made) if known else None,
            no_nhs_number_reason="" if known else chance.choice(["not_known", "not_traced", "overseas"]),
            family_name=self.fake.last_name(),
            given_name=given,
            born_on=on - timedelta(days=round(age * 365.25) + chance.randrange(1, 360)),
            no_fixed_abode=homeless,
            address="" if homeless else f"{chance.randrange(1, 120)} {chance.choice(STREETS)}, {plan.town}",
            postcode="" if homeless else self._postcode(plan),
            phone=self.phone(plan) if chance.random() < 0.9 else "",
            interpreter=chance.choice(LANGUAGES) if chance.random() < 0.06 else "",
        )

    def carer(self, plan: SchemePlan) -> CarerAnswers:
        """Somebody who looks after the patient."""
        relationship = self.chance.choice(["child", "child", "partner", "relative", "friend", "professional"])
        return CarerAnswers(
            name=self.fake.name_nonbinary(),
            relationship=relationship,
            phone=self.phone(plan),
            lives_with_patient=relationship == "partner",
        )

    def phone(self, plan: SchemePlan) -> str:
        """A number nobody has, in the form in which numbers are stored."""
        kind = "mobile" if self.chance.random() < 0.5 else plan.dialling_code
        return DRAMA_NUMBERS[kind].format(self.chance.randrange(1000))

    def _postcode(self, plan: SchemePlan) -> str:
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        chance = self.chance
        inward = f"{chance.randrange(1, 9)}{chance.choice(letters)}{chance.choice(letters)}"
        return f"{chance.choice(plan.postcode_areas)} {inward}"
