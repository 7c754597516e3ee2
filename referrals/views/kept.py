"""A form that could not go on because something else has to be recorded first: what was typed waits in the session.

One form at a time, and only until it is shown again; logging out forgets it with the session.
"""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

_KEY = "kept_form"


def keep(request: HttpRequest, reference: str, address: str = "") -> None:
    """Keep what was typed, to be found again at `address` (this page's own, unless said) of the case with this
    reference.
    """
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    request.session[_KEY] = {
        "reference": reference,
        "address": address or request.get_full_path(),
        "path": request.path,
        "typed": data.urlencode(),
    }


def kept_address(request: HttpRequest, reference: str) -> str:
    """Where what was typed about this case waits; empty when nothing does."""
    kept: dict[str, Any] = request.session.get(_KEY) or {}
    return str(kept["address"]) if kept.get("reference") == reference else ""


def bring_back(request: HttpRequest, form: BaseForm) -> bool:
    """Fill a form that is shown for the first time with what was typed before; False when nothing was kept for it."""
    kept = forget(request)
    if not kept:
        return False
    typed = QueryDict(str(kept["typed"]))
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
    return True


def forget(request: HttpRequest) -> dict[str, Any]:
    """Take what was kept for this page out of the session, now that the page is shown; empty when nothing was."""
    kept: dict[str, Any] = request.session.get(_KEY) or {}
    if request.method != "GET" or kept.get("path") != request.path:
        return {}
    del request.session[_KEY]
    return kept
