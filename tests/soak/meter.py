"""What a process holds at three in the morning, and what must not change from night to night.

File descriptors, tasks and threads are the same every night. Memory may still grow in the first third of the run, while
caches fill; after that it stays: the last third holds hardly more than the middle one.
"""

import asyncio
import gc
import os
import resource
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

WARM_AFTER = 2  # nights: the first mails, the first alert and the first broken connection have been by then
MORE_MEMORY = 1.03  # what the last third may hold of the middle one
MORE_OBJECTS = 1.02
LEAST_FOR_MEMORY = 15  # nights: a third of fewer says nothing
_BAR = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One night."""

    day: int
    rss: int  # bytes
    objects: int  # that the garbage collector knows
    fds: int
    tasks: int
    threads: int
    database: int  # bytes, with its log
    mails: int  # so far
    replies: int


def weigh(day: int, state: Path, *, mails: int, replies: int) -> Sample:
    """Look at this process, once what is only garbage is gone."""
    gc.collect()
    return Sample(
        day=day,
        rss=int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize(),
        objects=len(gc.get_objects()),
        fds=len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - names alone are wanted
        tasks=len(asyncio.all_tasks()),
        threads=threading.active_count(),
        database=sum(path.stat().st_size for path in state.glob("followupd.db*")),
        mails=mails,
        replies=replies,
    )


def growth(samples: Sequence[Sample]) -> list[str]:
    """Return in words what grew or did not stay the same; [] is what is to be."""
    return [*_unsteady(samples[WARM_AFTER:]), *(_grown(samples) if len(samples) >= LEAST_FOR_MEMORY else ())]


def _unsteady(samples: Sequence[Sample]) -> list[str]:
    faults = []
    for name in ("fds", "tasks", "threads"):
        counts = [getattr(each, name) for each in samples]
        if len(set(counts)) > 1:
            faults.append(f"{name} differ from night to night: {', '.join(map(str, counts))}")
    return faults


def _grown(samples: Sequence[Sample]) -> list[str]:
    third = len(samples) // 3
    middle, last = samples[third : 2 * third], samples[2 * third :]
    faults = []
    for name, limit in (("rss", MORE_MEMORY), ("objects", MORE_OBJECTS)):
        before, after = (fmean(getattr(each, name) for each in part) for part in (middle, last))
        if after > before * limit:
            faults.append(f"{name} of the last third is {after / before - 1:.1%} above the middle third")
    return faults


def heading() -> str:
    head = f"{'day':>3} {'RSS MiB':>8} {'objects':>8} {'fds':>4} {'tasks':>5} {'threads':>7}"
    return f"{head} {'db KiB':>7} {'mails':>6} {'replies':>7}"


def line(sample: Sample, first: Sample) -> str:
    """Return a row of the table; its bar is as long as the memory compared to that of the first night."""
    bar = "#" * round(_BAR / 2 * sample.rss / first.rss)
    return (
        f"{sample.day:>3} {sample.rss / 2**20:>8.1f} {sample.objects:>8} {sample.fds:>4} {sample.tasks:>5} "
        f"{sample.threads:>7} {sample.database // 1024:>7} {sample.mails:>6} {sample.replies:>7} {bar}"
    )
