"""What the weights see of a reply: every kind of feature that the head of the module promises."""

from datetime import UTC, datetime

import pytest

from followupd.core.model import Asks, Question
from followupd.replies.answers import asked
from followupd.replies.classify import read
from followupd.replies.features import BITS, features, is_word, row
from followupd.replies.phrases.shipped import shipped_lexicon
from followupd.replies.reading import script

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def seen(text: str, asks: Asks | None = None) -> list[str]:
    lexicon = shipped_lexicon()
    question = Question(now=NOW, timezone="Europe/Berlin", asks=asks)
    page, ours = script(text, lexicon), asked(question, "", lexicon)
    return features(page, read(page, ours, question, lexicon), ours.what)


@pytest.mark.parametrize(
    ("feature", "text", "asks"),
    [
        ("price", "What is the price?", None),
        ("price ?", "What is the price?", None),
        ("not now", "Not now, thanks.", None),
        ("is * price", "What is the price?", None),
        ("=never_inter", "We were never interested.", None),
        ("~inter", "Uninterested.", None),
        ("first:no", "No. But call my brother.", None),
        ("last:brother", "No. But call my brother.", None),
        ("close-file:yes", "Yes, please do.", Asks.CLOSE_FILE),
        ("day:far:on", "Call me in April.", None),
        ("picked:later", "2", Asks.CHOOSE),
        ("cue:no:3", "We went with another supplier.", None),
        ("rule:en:no.elsewhere>no", "We went with another supplier.", None),
    ],
)
def test_each_kind_of_feature_is_seen(feature: str, text: str, asks: Asks | None) -> None:
    assert feature in seen(text, asks)


def test_which_number_it_is_says_nothing_and_how_long_it_is_does() -> None:
    assert "<4 digits>" in seen("Maybe in 2031")
    assert "2031" not in seen("Maybe in 2031")


def test_each_is_listed_once_and_has_a_row() -> None:
    listed = seen("no no no, not now, not now")
    assert len(listed) == len(set(listed))
    assert all(0 <= row(each) < 1 << BITS for each in listed)


def test_a_person_is_shown_words_only() -> None:
    shown = [each for each in seen("Not now, call me in April?") if is_word(each)]
    assert "not now" in shown
    assert not [each for each in shown if set(each) & set("~=:*^$?")]
