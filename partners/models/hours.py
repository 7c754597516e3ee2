"""The database's side of opening hours (`partners.opening`): what no row may say, whoever writes it."""

from django.db.models import BooleanField, F, Func, Value

# Seven days of pairs of times, each pair in order (00:00 closes the day), one day at least with hours.
_WEEK = (
    "strict $.size() == 7 && exists($[*][*]) "
    '&& !exists($[*][*] ? (@.size() != 2 || !(@[0] < @[1] || @[1] == "00:00"))) '
    '&& !exists($[*][*][*] ? (!(@ like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$")))'
)


def is_a_week(column: str) -> Func:
    """True where this JSON column holds a week of opening hours."""
    return Func(
        F(column),
        Value(_WEEK),
        template="coalesce(jsonb_path_match(%(expressions)s::jsonpath, '{}', true), false)",
        output_field=BooleanField(),
    )
