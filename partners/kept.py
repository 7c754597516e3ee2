"""What somebody typed and had not sent when their time ran out: what of it may be kept, and how it is sealed.

Sealed with a key made from the site's secret, for one person and one page: a row copied to another person opens for
nobody. A changed secret key makes what was kept unreadable, which costs some typing and nothing else.
"""

import json
import re
from collections.abc import Iterable
from contextvars import ContextVar
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.datastructures import MultiValueDict

Fields = list[tuple[str, str]]

LONGEST_PATH = 300
LARGEST = 100_000  # characters; the longest form of the site is far below
# Pages about passwords, sessions and searches, and programs' doors.
NEVER_KEPT = (
    "/accounts/",
    "/account/",
    "/admin/",
    "/api/",
    "/choose-role/",
    "/demo/",
    "/join/",
    "/search/",
    "/session/",
)
_SECRET_NAMES = re.compile(r"csrf|password|token|otp|(?<![a-z])code")  # a postcode is none
_NONCE = 12

# What is shown in the fields of the page that is being drawn, in place of what the form itself would show.
shown_again: ContextVar[MultiValueDict[str, str] | None] = ContextVar("shown_again", default=None)


def page_key(address: str) -> str:
    """A page's address as it is kept: without a search's words. Empty for what is no page of this site whose words
    may be kept."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith(NEVER_KEPT):
        return ""
    try:
        resolve(parts.path)
    except Resolver404:
        return ""
    asked = QueryDict(parts.query, mutable=True)
    asked.pop("q", None)
    whole = f"{parts.path}?{asked.urlencode()}" if asked else parts.path
    return whole if len(whole) <= LONGEST_PATH else parts.path[:LONGEST_PATH]


def page_of_post(request: HttpRequest) -> str:
    """The page from which something was sent: some forms are sent to another address than their page's."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host():
        key = page_key(came_from._replace(scheme="", netloc="", fragment="").geturl())
        if key:
            return key
    return page_key(request.get_full_path())


def worth_keeping(fields: Iterable[tuple[str, str]]) -> Fields:
    """Without passwords, codes and the form's own secrets. Nothing when no words are left, or far too many."""
    kept = [(name, value) for name, value in fields if name and not _SECRET_NAMES.search(name.lower())]
    too_much = sum(len(name) + len(value) for name, value in kept) > LARGEST
    return [] if too_much or not any(value.strip() for _, value in kept) else kept


def fields_of(request: HttpRequest) -> Fields:
    """What a form sent, files left out."""
    return worth_keeping((name, str(value)) for name, values in request.POST.lists() for value in values)


def seal(fields: Fields, *, person: int, path: str) -> bytes:
    """Encrypt for one person and one page."""
    nonce = get_random_string(_NONCE).encode()
    return nonce + AESGCM(_key()).encrypt(nonce, json.dumps(fields).encode(), _for(person, path))


def unseal(data: bytes, *, person: int, path: str) -> Fields:
    """What `seal` was given; nothing when it was sealed for somebody else, another page or under another key."""
    try:
        plain = AESGCM(_key()).decrypt(data[:_NONCE], data[_NONCE:], _for(person, path))
    except InvalidTag:
        return []
    return [(name, value) for name, value in json.loads(plain)]


def as_sent(fields: Fields) -> MultiValueDict[str, str]:
    """As a form's widgets read it."""
    found: MultiValueDict[str, str] = MultiValueDict()
    for name, value in fields:
        found.appendlist(name, value)
    return found


def _for(person: int, path: str) -> bytes:
    return f"{person}:{path}".encode()


def _key() -> bytes:
    return salted_hmac("partners.kept", "", secret=settings.SECRET_KEY, algorithm="sha256").digest()
