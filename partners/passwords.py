"""Passwords that are easy to guess here: made of this service's own words, or known from a breach.

Source of the rules: OWASP ASVS 5.0, 6.1.2, 6.2.11 and 6.2.12; NIST SP 800-63B, §5.1.1.2.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from partners.models import User
from partners.queries.people import names_around

# What anybody would try first against Homeward. The names of a person's own organisations, sites and wards come to it.
OWN_WORDS = frozenset(
    (
        *("homeward", "discharge", "housing", "hospital", "ward", "trust", "nhs", "council", "patient", "referral"),
        *("coordinator", "commissioner", "administrator", "officer", "provider", "team"),
        *("password", "welcome", "changeme", "letmein", "secret", "login"),
    )
)
SHORTEST_WORD = 3
# Letters that have to be left when our words are taken away: then the words are part of something longer.
LETTERS_LEFT = 8
_SIGNS_FOR_LETTERS = str.maketrans("013457@$!|", "oleastasil")


class OwnWordsValidator:
    """Refuses a password of which little is left without this service's words, also written like H0m3ward2026!"""

    def validate(self, password: str, user: Any = None) -> None:
        words = OWN_WORDS | (words_around(user) if isinstance(user, User) and user.pk else frozenset())
        found, left = without_words(password, words)
        if found and left < LETTERS_LEFT:
            raise ValidationError(
                "This password is easy to guess here: it is made of words like Homeward, your role or where you work. "
                "Choose other words.",
                code="password_own_words",
            )

    def get_help_text(self) -> str:
        return "Your password cannot be made of the name of this service, your role or where you work."


class BreachedValidator:
    """Refuses a password of the list that the installation names; without one it refuses nothing."""

    def validate(self, password: str, user: Any = None) -> None:
        if settings.BREACHED_PASSWORDS and is_listed(Path(settings.BREACHED_PASSWORDS), password):
            raise ValidationError(
                "This password is known from a break-in at another site. Choose another.", code="password_breached"
            )

    def get_help_text(self) -> str:
        return "Your password cannot be one that is known from a break-in at another site."


def words_around(user: User) -> frozenset[str]:
    """The words in the names of the person's organisations and their sites and wards."""
    return frozenset(
        word
        for name in names_around(user)
        for word in re.findall(r"[^\W\d_]+", name.lower())
        if len(word) > SHORTEST_WORD
    )


def without_words(password: str, words: frozenset[str]) -> tuple[bool, int]:
    """Is one of the words in the password, and how many letters are left beside them? Pure."""
    plain = password.lower()
    read = plain.translate(_SIGNS_FOR_LETTERS) if len(plain) == len(password) else plain
    ours = [False] * len(plain)
    for word in words:
        for text in {plain, read}:
            start = text.find(word)
            while start >= 0:
                ours[start : start + len(word)] = [True] * len(word)
                start = text.find(word, start + 1)
    return any(ours), sum(sign.isalpha() and not taken for sign, taken in zip(plain, ours, strict=True))


def is_listed(path: Path, password: str) -> bool:
    """Is the password's SHA-1 in this sorted file, with or without `:count` behind it? Reads some thirty places of it.

    SHA-1 is how such lists are given out; nothing is stored by it. Raises OSError when the file cannot be read.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as lines:
        low, high = 0, path.stat().st_size
        while low < high:  # the wanted line, if there is one, begins at or after `low` and before `high`
            middle = (low + high) // 2
            lines.seek(middle)
            if middle:
                lines.seek(middle - 1)
                lines.readline()  # to the beginning of the next line
            begins = lines.tell()
            found = lines.readline()[:40].upper()
            if begins >= high or not found:
                high = middle
            elif found == wanted:
                return True
            elif found < wanted:
                low = lines.tell()
            else:
                high = middle
    return False
