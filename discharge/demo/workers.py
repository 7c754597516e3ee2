"""Fills several services at the same time, each in a process of its own."""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from queue import Empty
from typing import Any

_told: Any = None  # the queue of this worker process


def fill(services: list[tuple[str, int]], now: datetime, workers: int, told: Callable[[], object]) -> None:
    """Fill these services (slug, cases); `told` after each case. One worker: in this process."""
    if workers < 2 or len(services) < 2:
        from discharge.demo.seed import fill_service

        for slug, cases in services:
            fill_service(slug, cases, now, told)
        return
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(queue,)) as pool:
        waiting = {pool.submit(_fill_one, slug, cases, now) for slug, cases in services}
        while waiting:
            try:
                queue.get(timeout=0.2)
                told()
            except Empty:
                done = {future for future in waiting if future.done()}
                for future in done:
                    future.result()
                waiting -= done


def sensible_workers() -> int:
    """As many processes as help: PostgreSQL wants its share of the machine too."""
    return max(1, min(4, os.cpu_count() or 1))


def _begin(queue: Any) -> None:
    global _told
    _told = queue
    import gc

    import django

    django.setup()
    # Nearly everything made here lives to the end; looking for rubbish all the time is a tenth of the work.
    gc.set_threshold(100_000, 50, 50)


def _fill_one(slug: str, cases: int, now: datetime) -> None:
    from discharge.demo.seed import fill_service

    fill_service(slug, cases, now, lambda: _told.put(1))
