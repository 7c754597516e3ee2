"""What a day in a bed costs, as published: the rows Homeward ships with. Pure data.

A price belongs to a setting and a year, and names its source. Prices of days on which no row is valid are not known:
such days are counted, and not priced. A new price is a new row; nothing here is ever changed, so that old reports can
be made again.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: What the report prices bed days with.
HOSPITAL_BED = "Hospital bed, England"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Pounds a day in a setting, valid from one London date to another, both included; None while it lasts."""

    setting: str
    pounds: Decimal
    price_year: str
    source: str
    valid_from: date
    valid_to: date | None = None


PUBLISHED = (
    Price(
        setting=HOSPITAL_BED,
        pounds=Decimal("395.00"),
        price_year="2022/23",
        source="The King's Fund, 2023: average cost of a delayed bed day",
        valid_from=date(2022, 4, 1),
        valid_to=date(2025, 8, 31),
    ),
    Price(
        setting=HOSPITAL_BED,
        pounds=Decimal("562.00"),
        price_year="2025/26",
        source="NHS England, September 2025: £220 million a month for 390,960 bed days",
        valid_from=date(2025, 9, 1),
    ),
    Price(
        setting="Hospital bed, as ASSIST Mansfield counted it",
        pounds=Decimal("208.00"),
        price_year="2015/16",
        source="ASSIST Hospital Discharge Scheme, Mansfield: £936 for 4.5 bed days, worked out by us",
        valid_from=date(2014, 10, 1),
    ),
    Price(
        setting="Hospital and care home beds together, Nottingham",
        pounds=Decimal("106.81"),
        price_year="2015/16",
        source="Nottingham City Homes Hospital to Home: £169,288 for 1,585 bed days, worked out by us",
        valid_from=date(2015, 11, 1),
    ),
)
