"""Five days in a few seconds; `make soak` has thirty."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.soak.meter import Sample, growth, heading, line
from tests.soak.town import live

NIGHT = Sample(day=1, rss=100 << 20, objects=100_000, fds=20, tasks=12, threads=3, database=1, mails=0, replies=0)
MONTH = [replace(NIGHT, day=day) for day in range(1, 31)]


async def test_after_five_days_it_holds_no_more_than_after_three(tmp_path: Path) -> None:
    samples = await live(tmp_path, days=5, people=8, tell=lambda sample: print(line(sample, NIGHT)))  # noqa: T201
    assert growth(samples) == [], heading()
    assert samples[-1].mails > 30
    assert samples[-1].replies > 5


@pytest.mark.parametrize(
    ("growing", "words"),
    [
        ([replace(each, fds=20 + each.day // 10) for each in MONTH], "fds differ"),
        ([replace(each, tasks=12 + each.day) for each in MONTH], "tasks differ"),
        ([replace(each, threads=3 + (each.day == 30)) for each in MONTH], "threads differ"),
        ([replace(each, rss=(100 + each.day) << 20) for each in MONTH], "rss of the last third"),
        ([replace(each, objects=100_000 + 300 * each.day) for each in MONTH], "objects of the last third"),
    ],
    ids=["fds", "tasks", "threads", "memory", "objects"],
)
def test_what_grows_is_found(growing: list[Sample], words: str) -> None:
    (fault,) = growth(growing)
    assert words in fault


def test_caches_may_fill_in_the_first_third() -> None:
    assert growth([replace(each, rss=min(each.day, 10) << 20, fds=20 + (each.day == 1)) for each in MONTH]) == []
