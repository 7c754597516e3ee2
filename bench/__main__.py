"""`make bench`: what the hot pages cost the database at a million cases. bench/README.md says how to read it."""

import sys
import time
from argparse import ArgumentParser, Namespace
from functools import partial
from typing import TYPE_CHECKING

from bench import database

if TYPE_CHECKING:
    from bench.pages import PageAsked


def main() -> int:
    options = _options()
    with database.running(options.cases):
        from bench import cast, checks, filling, pages
        from bench.filled import cases_there, note_filled

        there = cases_there()
        if there is None:
            began = time.monotonic()
            print(f"Filling a database with {options.cases:,} cases")
            cast.make_cast()
            filling.fill(options.cases, partial(print, flush=True))
            wrong = checks.faults()
            if wrong:
                print("The filler is wrong:", *wrong, sep="\n  ")
                return 1
            note_filled(options.cases)
            print(f"Filled and checked in {time.monotonic() - began:.0f} seconds")
        elif there != options.cases:
            print(f"This database holds {there:,} cases: say --cases {there}.")
            return 2
        if options.sweep:
            from bench import sweep

            found = sweep.measure(options.repeat)
            print(found)
            return 0 if found.kept else 1
        return _measure(pages.pages(cast.load_cast()), options)


def _measure(asked: "list[PageAsked]", options: Namespace) -> int:
    from bench.measuring import cost_of
    from bench.table import explained, line, summary, title

    print(title())
    costs = []
    for page in asked:
        if options.only and options.only not in f"{page.who} {page.what}":
            continue
        costs.append(cost_of(page, options.repeat))
        print(line(costs[-1]), flush=True)
        if options.explain:
            print(explained(costs[-1]))
    print(summary(costs))
    return 1 if any(each.faults for each in costs) else 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many cases the database holds (1,000,000)")
    parser.add_argument("--repeat", type=int, default=20, help="how often each page is timed (20)")
    parser.add_argument("--only", default="", help="only pages with this in their name: “big search”")
    parser.add_argument("--sweep", action="store_true", help="the sweep of the deadlines against bare SQL, no pages")
    parser.add_argument("--explain", action="store_true", help="print the dearest statement of each with its plan")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
