"""The design system's parts: one template a part in `templates/components/`, prepared here.

A template asks for a part by name: `{% nhs "button" text="Save and continue" %}`. The options are the
NHS.UK frontend's own, in snake_case. This package turns them into what the template needs (class names,
ids, `aria-describedby`), so that the templates hold markup and no sums. `tests/unit/components` renders
every example that ships with nhsuk-frontend through it and compares the result with theirs.
"""

from discharge.components.options import EMPTY, Options, content, part
from discharge.components.render import render

# Each module registers the parts it prepares.
from discharge.components import choices, fields, own, page, tables, text  # noqa: F401  isort: skip

__all__ = ["EMPTY", "Options", "content", "part", "render"]
