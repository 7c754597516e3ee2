"""How a page asks for an action: a refusal becomes a form error, a missing right becomes 403."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm

from partners.errors import NotAllowed, UnableTo

Result = TypeVar("Result")


class Refused(Exception):
    """The action said no; the reason is on the form already."""


def attempt(form: BaseForm, action: Callable[[], Result], *, field: str | None = None) -> Result:
    """Do it, or put the reason on the form and raise Refused, so that the page can be shown again with what was typed.

    `field`: the one the reason is about; the whole form unless said.

    Raises PermissionDenied (403) when the person lacks the right.
    """
    try:
        return action()
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except UnableTo as refusal:
        form.add_error(field, refusal.message)
        raise Refused(refusal.message) from refusal
