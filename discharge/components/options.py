"""Options of a part: a dictionary in which a missing entry is empty rather than an error."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString


class Nothing:
    """What a missing option is: false, empty, and still empty however deep one looks into it."""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""

    def __getitem__(self, key: object) -> "Nothing":
        # Looking into it by number is how Python's old iteration protocol works: that must end.
        if isinstance(key, int):
            raise IndexError(key)
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, item: object) -> bool:
        return False


EMPTY = Nothing()


class Options(dict[str, Any]):
    """Options as given, with nested dictionaries and lists wrapped when they are looked at."""

    def __getitem__(self, key: str) -> Any:
        value = super().get(key)
        if value is None:
            return EMPTY
        return wrap(value)

    def get(self, key: str, default: Any = None) -> Any:
        """The option, or `default` where it is missing, None or an empty string."""
        value = self[key]
        return default if value is EMPTY or value == "" else value

    def but(self, **changes: Any) -> "Options":
        """A copy with some options set."""
        return Options({**self, **changes})


def wrap(value: Any) -> Any:
    """Options for a dictionary, a list of Options for a list of them, anything else as it is."""
    if isinstance(value, Options | MultiValueDict):  # an address's query stays what it is
        return value
    if isinstance(value, Mapping):
        return Options(value)
    if isinstance(value, list | tuple):
        return [wrap(item) for item in value]
    return value


def part(value: Any) -> Options:
    """A heading, hint or message given in short as a string, or in full as a dictionary."""
    if isinstance(value, Mapping):
        return wrap(value)
    if isinstance(value, SafeString):
        return Options(html=value)
    if isinstance(value, str) or hasattr(value, "_proxy____cast"):
        return Options(text=str(value))
    return Options()


def content(value: Options) -> str:
    """The inner HTML of a part: its `html` when that was marked safe, else its `text` escaped."""
    if value["html"]:
        return conditional_escape(value["html"])
    return conditional_escape(value["text"]) if value["text"] or value["text"] == 0 else ""


def joined(*pieces: Any) -> SafeString:
    """HTML pieces one after the other; a piece not marked safe is escaped."""
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def attributes(value: Any) -> SafeString:
    """Attributes with a leading space each.

    A value may be `{"value": …, "optional": True}`: then None and False leave the attribute out and
    True writes its bare name.
    """
    if isinstance(value, SafeString):
        return value
    written: list[SafeString] = []
    for name, given in (value or {}).items():
        optional = isinstance(given, Mapping) and bool(given.get("optional"))
        given = given.get("value") if isinstance(given, Mapping) else given
        if optional and (given is None or given is False):
            continue
        if optional and given is True:
            written.append(format_html(" {}", name))
            continue
        text = {True: "true", False: "false", None: ""}.get(given, given) if not isinstance(given, list) else given
        written.append(format_html(' {}="{}"', name, text))
    return joined(*written)


def classes(base: str, *extra: Any) -> str:
    """Class names joined by a space, empty ones left out."""
    return " ".join(str(name) for name in (base, *extra) if name)


def variant(base: str, chosen: Any, allowed: tuple[str, ...], given: Any) -> str:
    """`base--chosen` when it is allowed and the classes given by hand do not already name a variant."""
    if not chosen or chosen not in allowed or any(f"{base}--{name}" in str(given) for name in allowed):
        return ""
    return f"{base}--{chosen}"
