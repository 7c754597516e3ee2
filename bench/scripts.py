"""The statements that fill the database, each a file of `bench/sql`."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


def sql(name: str) -> str:
    """The statements of one file, with `%(…)s` where values go."""
    return (FOLDER / f"{name}.sql").read_text()
