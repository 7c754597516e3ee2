"""What the actions on a case say when they cannot do what they were asked."""

from dataclasses import dataclass

from partners.errors import NotAllowed, UnableTo, UnableToActNow
from partners.sharing import SharingPurpose
from referrals.sharing import Missing

__all__ = [
    "NotAllowed",
    "NotMatched",
    "UnableTo",
    "UnableToActNow",
    "UnableToRecordSharing",
    "UnableToShare",
    "UnableToSubmit",
]


class UnableToSubmit(UnableTo):
    """The referral cannot be sent as it stands."""


class NotMatched(UnableToSubmit):
    """The NHS number is known with another date of birth."""


class UnableToRecordSharing(UnableTo):
    """The decision about sharing cannot be recorded or withdrawn as given."""


@dataclass(frozen=True, slots=True)
class NotShared:
    """What stands against giving an organisation a patient's details: enough for a page to say what to do about it."""

    organisation_id: int
    organisation: str
    purpose: SharingPurpose
    missing: tuple[Missing, ...]


class UnableToShare(UnableTo):
    """The patient's details may not be given to this organisation. `refusal` says what is missing."""

    def __init__(self, message: str, refusal: NotShared) -> None:
        super().__init__(message)
        self.refusal = refusal
