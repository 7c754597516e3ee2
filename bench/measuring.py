"""What a page costs the database: each statement of a real request again, behind the wall and without it.

Times are PostgreSQL's own, planning included, so that neither Django nor the network is in them. Both ways are measured
in turn in the same run: a busy machine slows both, and the ratio stays.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.test import Client

from bench.pages import PageAsked
from partners import asking
from partners.models import User
from tests.integration.wall.asked import person

HASHED_ROWS = 1_000
BIG_TABLE = 100_000


@dataclass(frozen=True)
class Statement:
    """A SELECT as the page sent it."""

    sql: str
    values: Any


@dataclass
class Cost:
    """One page's: milliseconds of each repetition with and without the wall, and its dearest statement."""

    page: PageAsked
    statements: list[Statement]
    walled: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    planning: list[float] = field(default_factory=list)
    buffers: int = 0
    dearest: tuple[float, Statement, dict[str, Any]] | None = None
    most_buffers: tuple[int, Statement | None] = (0, None)
    faults: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median(self.walled) / max(median(self.bare), 0.001)

    @property
    def p95(self) -> float:
        return quantiles(self.walled, n=20)[-1] if len(self.walled) > 1 else self.walled[0]


def cost_of(page: PageAsked, repeat: int) -> Cost:
    """Open the page once as its person, then time each of its statements `repeat` times either way."""
    client = Client()
    client.force_login(page.user)
    statements = _statements_of(page, client)
    cost = Cost(page, statements)
    asker = person(page.user)
    for turn in range(repeat + 1):
        walled, plans = _run(statements, asker, walled=True)
        bare, _ = _run(statements, asker, walled=False)
        if turn == 0:  # the first reads from disk, and fills what PostgreSQL keeps of the tables' make
            continue
        cost.walled.append(walled)
        cost.bare.append(bare)
        _keep(cost, plans)
    return cost


def _statements_of(page: PageAsked, client: Client) -> list[Statement]:
    found: list[Statement] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").upper().startswith("SELECT") and not many:
            found.append(Statement(sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        answer = page.ask(client)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.who}, {page.what}: answered {answer.status_code}")
    return found


def _run(statements: list[Statement], asker: User, *, walled: bool) -> tuple[float, list[dict[str, Any]]]:
    """Milliseconds of all of them, and their plans. Bare: as the owner, whom no policy binds, who says who asks all the
    same, because functions want to know it."""
    with asking.asking(asker):
        if not walled:
            connection.cursor().execute("set local role none")
        plans = [_explained(each) for each in statements]
    return sum(each["Planning Time"] + each["Execution Time"] for each in plans), plans


def _explained(statement: Statement) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, buffers, timing off, format json) {statement.sql}", statement.values)
        found = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]
    return plan


def _keep(cost: Cost, plans: list[dict[str, Any]]) -> None:
    touched = [_buffers(plan) for plan in plans]
    cost.buffers = max(cost.buffers, sum(touched))
    cost.planning.append(sum(plan["Planning Time"] for plan in plans))
    for statement, plan, buffers in zip(cost.statements, plans, touched, strict=True):
        took = plan["Planning Time"] + plan["Execution Time"]
        if cost.dearest is None or took > cost.dearest[0]:
            cost.dearest = (took, statement, plan)
        if buffers > cost.most_buffers[0]:
            cost.most_buffers = (buffers, statement)
        for fault in _faults_in(plan["Plan"]):
            if fault not in cost.faults:
                cost.faults.append(fault)
    if cost.most_buffers[0] > cost.page.buffers:
        text = f"a statement touches {cost.most_buffers[0]:,} buffers, of {cost.page.buffers:,} it may"
        cost.faults = [each for each in cost.faults if not each.startswith("a statement touches")] + [text]


def _buffers(plan: dict[str, Any]) -> int:
    return int(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _faults_in(plan: dict[str, Any]) -> Iterator[str]:
    """A subplan that hashes many rows, and a whole table read from end to end."""
    nodes = list(_nodes(plan))
    hashed = {name for node in nodes for name in _hashed_names(node)}
    for node in nodes:
        rows = node.get("Actual Rows", 0) * node.get("Actual Loops", 1)
        if node.get("Subplan Name") in hashed and rows > HASHED_ROWS:
            yield f"hashed {node['Subplan Name']} of {rows:,.0f} rows"
        if node["Node Type"] == "Seq Scan" and rows + node.get("Rows Removed by Filter", 0) > BIG_TABLE:
            yield f"reads all of {node['Relation Name']}"


def _hashed_names(node: dict[str, Any]) -> Iterator[str]:
    for value in node.values():
        if isinstance(value, str) and "hashed SubPlan" in value:
            for part in value.split("hashed ")[1:]:
                yield part.split(")")[0].split(" ", 2)[0] + " " + part.split(")")[0].split(" ", 2)[1].rstrip(".)")
