"""Texts that are kept unreadable in the database: the seeds of second factors.

The key follows from SECRET_KEY; keys in SECRET_KEY_FALLBACKS still open what they closed.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str, purpose: str) -> str:
    """The text, unreadable without this installation's key. `purpose` keeps one use from opening another's."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text again. Raises cryptography.fernet.InvalidToken for what was not sealed here for this purpose."""
    return _box(purpose).decrypt(sealed.encode()).decode()


def _box(purpose: str) -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"homeward:{purpose}:{key}".encode()).digest()))
            for key in keys
        ]
    )
