"""What was measured, for people to read."""

import json
from statistics import median

from bench.measuring import Cost

_WIDTHS = (9, 27, 5, 4, 8, 8, 8, 8, 6, 9, 9)
_HEADS = ("who", "page", "stmts", "n", "ms", "p95", "planning", "bare ms", "ratio", "buffers", "dearest")


def title() -> str:
    return _joined(_HEADS)


def line(cost: Cost) -> str:
    """Milliseconds are the median and the 95th percentile of all the page's statements together, planning included;
    `dearest` is the slowest one's slowest."""
    cells = (
        cost.page.who,
        cost.page.what,
        str(len(cost.statements)),
        str(len(cost.walled)),
        f"{median(cost.walled):.2f}",
        f"{cost.p95:.2f}",
        f"{median(cost.planning):.2f}",
        f"{median(cost.bare):.2f}",
        f"{cost.ratio:.1f}",
        f"{cost.buffers:,}",
        f"{cost.dearest[0]:.2f}" if cost.dearest else "",
    )
    return _joined(cells) + "".join(f"\n  ! {each}" for each in cost.faults)


def explained(cost: Cost) -> str:
    if cost.dearest is None:
        return ""
    took, statement, plan = cost.dearest
    return f"{took:.2f} ms\n{statement.sql}\n{statement.values}\n{json.dumps(plan, indent=1)}"


def summary(costs: list[Cost]) -> str:
    wrong = sum(bool(each.faults) for each in costs)
    return (
        f"{len(costs)} pages, {wrong} with a plan that does not scale"
        if wrong
        else f"{len(costs)} pages, all plans hold"
    )


def _joined(cells: tuple[str, ...]) -> str:
    return "  ".join(
        cell.ljust(width) if at < 2 else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    )
