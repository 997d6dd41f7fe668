"""Some days of bad weather at every step of SMTP and IMAP: every promise is kept, and it gets up without a hand.

`make weather` makes weeks of it. And a daemon that breaks its word is caught by the same checks.
"""

import asyncio
from collections import Counter

import pytest

from tests.weather.campaign import SCENES, Trial, make, untouched
from tests.weather.servers import Servers
from tests.weather.stage import Twist
from tests.weather.twists import blind, deaf
from tests.weather.week import BRIEF, SHORT, Run

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]

AS_IT_IS = [Trial(seed=f"t{number}", scene=scene, plan=SHORT) for number, scene in enumerate(SCENES[:3])]
TWISTED = [Trial(seed=twist.__name__, scene=SCENES[1], plan=BRIEF, twist=twist) for twist in (blind, deaf)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, servers: Servers) -> dict[str, Run]:
    """Make them all side by side: most of the time each of them waits for a server that will never answer."""

    async def every() -> dict[str, Run]:
        place = tmp_path_factory.mktemp("weather")
        return {run.seed: run async for run in make(place, servers, [*AS_IT_IS, *TWISTED])}

    return asyncio.run(every())


def as_it_is(runs: dict[str, Run]) -> list[Run]:
    return [runs[trial.seed] for trial in AS_IT_IS]


def test_no_weather_breaks_a_promise(runs: dict[str, Run]) -> None:
    assert [(run.seed, run.violations) for run in as_it_is(runs) if run.violations] == []


def test_every_step_of_both_protocols_was_struck(runs: dict[str, Run]) -> None:
    assert untouched(sum((run.injected for run in as_it_is(runs)), Counter())) == []


def test_mails_replies_and_doubts_went_through_it(runs: dict[str, Run]) -> None:
    made = as_it_is(runs)
    assert all(run.mails and run.replies for run in made)
    assert any(run.doubts for run in made)


@pytest.mark.parametrize(("twist", "rule"), [(blind, "a mail twice"), (deaf, "a mail without listening")])
def test_a_daemon_that_breaks_its_word_is_caught(runs: dict[str, Run], twist: Twist, rule: str) -> None:
    assert rule in {violation.rule for violation in runs[twist.__name__].violations}
