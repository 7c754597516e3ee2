"""Rendering a part: options in, safe HTML out."""

from collections.abc import Callable
from typing import Any

from django.template import Context
from django.template.engine import Engine
from django.utils.safestring import SafeString

from discharge.components.options import Options

Preparer = Callable[[Options], dict[str, Any]]
PREPARERS: dict[str, Preparer] = {}


def prepares(name: str) -> Callable[[Preparer], Preparer]:
    """Say that a function works out what `templates/components/<name>.html` needs beside its options."""

    def register(function: Preparer) -> Preparer:
        PREPARERS[name] = function
        return function

    return register


def render(
    name: str, options: dict[str, Any] | None = None, /, *, engine: Engine | None = None, **more: Any
) -> SafeString:
    """HTML of the part called `name`.

    `options` and the keyword arguments are merged, the latter winning. Raises TemplateDoesNotExist for
    a part that does not exist.
    """
    given = Options({**(options or {}), **more})
    prepare = PREPARERS.get(name)
    context: dict[str, Any] = {"p": given}
    if prepare is not None:
        context.update(prepare(given))
    if engine is None:
        engine = Engine.get_default()
    return engine.get_template(f"components/{name}.html").render(Context(context))
