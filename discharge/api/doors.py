"""How an endpoint of the API declares who may knock, and how it answers a refusal."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from rest_framework import status
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from partners.errors import NotAllowed, UnableTo, UnableToActNow
from partners.guards import requires, signed_in
from partners.roles import Permission

Endpoint = Callable[..., Response]


def endpoint(*methods: str, needs: tuple[Permission, ...] = ()) -> Callable[[Endpoint], Any]:
    """An API view for people who hold one of `needs` (none named: everybody who works in a role).

    The mark must be on what the address list holds, which is the wrapper that the REST framework makes.
    """

    def decorate(view: Endpoint) -> Any:
        wrapped = api_view(list(methods))(view)
        return requires(*needs)(wrapped) if needs else signed_in(wrapped)

    return decorate


def answers_of(request: Request) -> dict[str, Any]:
    """What was sent, for a Django form: an object's fields; anything else counts as nothing answered."""
    return dict(request.data) if isinstance(request.data, dict) else {}


def carry_out(form: BaseForm, act: Callable[[], object], done: Callable[[], Response]) -> Response:
    """The page's form and action behind the API: 400 with the fields, 403, 409 when the case has moved on, or done."""
    if not form.is_valid():
        return Response({"errors": errors_of(form)}, status=status.HTTP_400_BAD_REQUEST)
    try:
        act()
    except NotAllowed as refusal:
        return Response({"detail": refusal.message}, status=status.HTTP_403_FORBIDDEN)
    except UnableToActNow as refusal:
        return Response({"detail": refusal.message}, status=status.HTTP_409_CONFLICT)
    except UnableTo as refusal:
        return Response({"errors": {"__all__": [refusal.message]}}, status=status.HTTP_400_BAD_REQUEST)
    return done()


def errors_of(form: BaseForm) -> dict[str, list[str]]:
    """The form's messages by field; `__all__` holds those about the whole."""
    return {field: [str(error) for error in errors] for field, errors in form.errors.items()}
