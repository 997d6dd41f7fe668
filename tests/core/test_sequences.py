"""Sequence files: what they come to, and every fault of a wrong one at once."""

from collections.abc import Iterable

import pytest

from followupd.core.calendar.spans import parse_at, parse_delay, parse_window
from followupd.core.errors import ConfigError
from followupd.core.model import Channel, StepKind
from followupd.core.sequences import (
    END_KEY,
    STOP,
    NoAnswer,
    Sequence,
    SequenceError,
    check_references,
    check_times,
    locate,
    parse_sequence,
)

MAIL = '[[steps]]\nkind = "email"\ntemplate = "a.j2"\n'
BUMP = '[[steps]]\nkind = "bump"\ntemplate = "b.j2"\n'
CALL = '[[steps]]\nkind = "call"\nscript = "c.j2"\n'
TASK = '[[steps]]\nkind = "task"\ntext = "Visit them"\n'

VOICEMAIL = """
description = "Called and left a voicemail."

[[steps]]
kind   = "call"
script = "voicemail-script.j2"
window = ["mon-fri 07:30-08:30", "mon-fri 17:00-18:00"]

[[steps]]
kind     = "email"
template = "after-voicemail.j2"
after    = "0m"
requires = "voicemail"
within   = "2 business days"

[[steps]]
kind     = "bump"
template = "bump-buried.j2"
after    = "3 business days"
at       = "thursday 09:00"

[[steps]]
kind    = "task"
channel = "LinkedIn"
text    = "Say hello"
id      = "say-hello"

[[steps]]
kind       = "email"
template   = "ok-to-say-no.j2"
after      = "5 business days"
closer     = true
new_thread = true

[no_answer]
after = "2 weeks"
then  = "drip"
"""


def faults_of(text: str, name: str = "s") -> dict[str, str]:
    """Parse what must be refused; return its faults as key -> message."""
    with pytest.raises(SequenceError) as caught:
        parse_sequence(name, text)
    return {fault.key: fault.message for fault in caught.value.faults}


def keys(sequence: Sequence) -> list[str]:
    return [step.key for step in sequence.steps]


def test_a_file_becomes_a_sequence_with_all_that_it_says() -> None:
    sequence = parse_sequence("voicemail", VOICEMAIL)
    call, mail, bump, task, closer = sequence.steps
    assert (sequence.name, sequence.description) == ("voicemail", "Called and left a voicemail.")
    assert [step.kind for step in sequence.steps] == ["call", "email", "bump", "task", "email"]
    assert call.script == "voicemail-script.j2"
    assert call.window == (parse_window("mon-fri 07:30-08:30"), parse_window("mon-fri 17:00-18:00"))
    assert (mail.template, mail.after) == ("after-voicemail.j2", parse_delay("0m"))
    assert (mail.requires, mail.within) == (Channel.VOICEMAIL, parse_delay("2 business days"))
    assert bump.at == parse_at("thursday 09:00")
    assert (task.text, task.channel) == ("Say hello", "linkedin")
    assert (closer.closer, closer.new_thread, mail.closer, mail.new_thread) == (True, True, False, False)
    assert sequence.no_answer == NoAnswer(after=parse_delay("2 weeks"), then="drip")


def test_what_a_file_leaves_out_has_a_sensible_default() -> None:
    sequence = parse_sequence("s", MAIL + BUMP + CALL + MAIL.replace("a.j2", "v.j2") + 'requires = "call"')
    assert [str(step.after) for step in sequence.steps] == [
        "0 minutes",
        "3 business days",
        "1 business day",
        "0 minutes",
    ]
    assert str(sequence.steps[3].within) == "1 business day"
    assert sequence.steps[0].within is None
    assert (sequence.steps[0].at, sequence.steps[0].window, sequence.every) == (None, (), None)
    assert sequence.no_answer == NoAnswer(after=parse_delay("10 business days"), then=STOP)


def test_a_drip_waits_one_period_before_each_piece_and_after_the_last() -> None:
    drip = parse_sequence("drip", f'every = "3 months"\n{MAIL}{MAIL}after = "1 week"\n')
    assert [str(step.after) for step in drip.steps] == ["3 months", "1 week"]
    assert str(drip.no_answer.after) == "3 months"


def test_one_window_needs_no_list() -> None:
    assert parse_sequence("s", f'{MAIL}window = "mon 09:00-10:00"').steps[0].window == (
        parse_window("mon 09:00-10:00"),
    )


def test_a_step_is_named_by_its_id_or_by_kind_and_template_and_count() -> None:
    sequence = parse_sequence("s", MAIL + BUMP + BUMP + 'id = "last-try"\n' + BUMP + CALL + TASK + 'channel = "Note"\n')
    assert keys(sequence) == ["email:a", "bump:b", "last-try", "bump:b#2", "call:c", "task:note"]
    assert [step.name for step in sequence.steps][1:] == ["bump b", "bump b", "bump b", "call c", "task note"]


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        # names
        (MAIL + 'templte = "x"', "step 1, templte", 'there is no such key; did you mean "template"?'),
        ('descripton = "x"\n' + MAIL, "descripton", 'did you mean "description"?'),
        (MAIL + '[no_answer]\nthan = "drip"', "no_answer.than", 'did you mean "then"?'),
        (MAIL + 'xyz = "red"', "step 1, xyz", "there are after, at, closer, id, kind"),
        # kinds
        ('[[steps]]\nkind = "mail"', "step 1, kind", '"mail" is no kind of step: write one of email, bump, call, task'),
        ('[[steps]]\ntemplate = "a.j2"', "step 1, kind", "a step needs a kind"),
        (MAIL + BUMP + "new_thread = true", "step 2, new_thread", "it means nothing in a step of kind bump"),
        (CALL + "closer = true", "step 1, closer", "it means nothing in a step of kind call"),
        (MAIL + 'script = "c.j2"', "step 1, script", "it means nothing in a step of kind email; there are"),
        # what a kind needs
        ('[[steps]]\nkind = "email"', "step 1, template", 'needs it: template = "first-mail.j2"'),
        ('[[steps]]\nkind = "call"', "step 1, script", 'needs it: script = "voicemail-script.j2"'),
        ('[[steps]]\nkind = "task"\ntext = " "', "step 1, text", "needs it: text ="),
        # values
        (MAIL + 'after = "3 bussiness days"', "step 1, after", '"3 bussiness days" is not a duration'),
        (MAIL + "after = 3", "step 1, after", "3 is not a text: put it in quotes"),
        (MAIL + "at = 09:00:00", "step 1, at", "09:00:00 is not a text: put it in quotes"),
        (MAIL + 'at = "soon"', "step 1, at", '"soon" is not a time of day'),
        (MAIL + 'window = "office hours"', "step 1, window", '"office hours" is not a window'),
        (MAIL + "window = [1]", "step 1, window", "neither a text nor a list of texts"),
        (MAIL + 'closer = "yes"', "step 1, closer", "yes is neither true nor false"),
        (MAIL + 'requires = "e-mail"', "step 1, requires", '"e-mail" cannot be required: write "voicemail"'),
        (MAIL + 'id = "Second Call"', "step 1, id", '"Second Call" is not an id'),
        ('steps = "email"', "steps", "beginning with [[steps]]"),
        (MAIL + "\n[[no_answer]]", "no_answer", "beginning with [no_answer]"),
        ("", "steps", "a sequence needs at least one step"),
        ('every = "1 day"\n' + MAIL, "every", 'write at least "1 week"'),
        # what one key says about another
        (MAIL + 'within = "1 day"', "step 1, within", 'add requires = "voicemail"'),
        (MAIL + 'at = "14:00"\nwindow = "mon-fri 09:00-12:00"', "step 1, at", "outside the window of this step"),
        (MAIL + 'at = "sat 10:00"\nwindow = "mon-fri 09:00-12:00"', "step 1, at", "outside the window of this step"),
        # what one step says about another
        (BUMP, "step 1, kind", "no step of kind email comes before it"),
        (CALL + BUMP + MAIL, "step 2, kind", "no step of kind email comes before it"),
        (MAIL + "closer = true\n" + BUMP, "step 2", "step 1 is the closer, the last automatic mail"),
        (MAIL + "closer = true\n" + CALL + MAIL, "step 3", "step 1 is the closer"),
        ('every = "1 month"\n' + MAIL + "closer = true", "step 1, closer", "a drip has no closer"),
        (MAIL + 'id = "x"\n' + MAIL + 'id = "x"', "step 2, id", '"x" names another step already'),
        (MAIL + '[no_answer]\nthen = "s"', "no_answer.then", "a sequence cannot follow itself"),
    ],
)
def test_a_fault_names_its_key_and_the_way_out(text: str, key: str, message: str) -> None:
    faults = faults_of(text)
    assert list(faults) == [key]
    assert message in faults[key]


def test_a_task_of_the_owner_may_follow_the_closer() -> None:
    assert parse_sequence("s", MAIL + "closer = true\n" + CALL).steps[1].kind is StepKind.CALL


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = """
        descripton = "x"
        every = 3
        [[steps]]
        kind = "mail"
        [[steps]]
        kind = "bump"
        templat = "x.j2"
        after = "3 bussiness days"
        [[steps]]
        kind = "call"
        window = ["mon-fri 8:30-7:00", "tue 9:00-10:00"]
        closer = "yes"
        [no_answer]
        aftr = "1 day"
    """
    assert list(faults_of(text)) == [
        "descripton",
        "every",
        "step 1, kind",
        "step 2, templat",
        "step 2, after",
        "step 3, script",
        "step 3, closer",
        "step 3, window",
        "no_answer.aftr",
    ]


def test_the_error_is_a_line_for_each_fault_with_file_and_key() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_sequence("voicemail", MAIL + 'after = 3\nat = "x"')
    first, second = str(caught.value).splitlines()
    assert first.startswith("sequences/voicemail.toml: step 1, after: 3 is not a text")
    assert second.startswith('sequences/voicemail.toml: step 1, at: "x" is not a time of day')


def test_a_file_that_is_not_toml_says_where() -> None:
    assert "line 2" in faults_of('description = "x"\n= 3\n')[""]


def read(**texts: str) -> list[Sequence]:
    return [parse_sequence(name, text) for name, text in texts.items()]


def references(sequences: Iterable[Sequence]) -> list[str]:
    return [str(fault) for fault in check_references(sequences, ["a.j2", "b.j2", "c.j2"])]


def then(name: str) -> str:
    return f'[no_answer]\nthen = "{name}"\n'


def test_references_that_hold_raise_nothing() -> None:
    drip = f'every = "1 month"\n{MAIL}'
    assert references(read(one=MAIL + "closer = true\n" + then("drip"), drip=drip, two=MAIL + BUMP + CALL + TASK)) == []


def test_a_template_that_does_not_exist_is_named_with_the_nearest() -> None:
    wrong = MAIL.replace("a.j2", "aa.j2") + CALL.replace("c.j2", "script")
    assert references(read(s=wrong)) == [
        'sequences/s.toml: step 1, template: there is no template "aa.j2"; did you mean "a.j2"?',
        'sequences/s.toml: step 2, script: there is no template "script"; there are a.j2, b.j2, c.j2',
    ]


def test_a_sequence_that_does_not_exist_is_named_with_the_nearest() -> None:
    [fault] = references(read(s=MAIL + then("drop"), drip=f'every = "1 month"\n{MAIL}'))
    assert fault == 'sequences/s.toml: no_answer.then: there is no sequence "drop"; did you mean "drip"?'


def test_nothing_but_a_drip_follows_a_closer() -> None:
    [fault] = references(read(s=MAIL + "closer = true\n" + then("more"), more=MAIL))
    assert 'nothing follows a closer but a drip, and "more" has no every' in fault


def test_sequences_that_lead_to_each_other_for_ever_are_refused() -> None:
    faults = references(read(a=MAIL + then("b"), b=MAIL + then("c"), c=MAIL + then("a")))
    assert len(faults) == 3
    assert "this goes round for ever" in faults[0]


def test_a_time_of_day_that_no_sending_window_allows_is_named() -> None:
    late, own, good = 'at = "late"\n', 'at = "19:00"\nwindow = "mon-fri 18:00-20:00"\n', 'at = "morning"\n'
    office = [parse_window("mon-fri 08:30-12:00"), parse_window("mon-fri 13:00-17:00")]
    [fault] = check_times(read(s=MAIL + good + MAIL + late + MAIL + own + MAIL), office)
    assert str(fault).startswith('sequences/s.toml: step 2, at: "late" lies outside [sending] window')


@pytest.mark.parametrize(
    ("edited", "index", "key", "found"),
    [
        (MAIL + BUMP + CALL, 1, "bump:b", 1),  # not edited at all
        (MAIL + TASK + BUMP + CALL, 1, "bump:b", 2),  # a step put in before it
        (MAIL + CALL, 2, "call:c", 1),  # a step taken out before it
        (MAIL + CALL, 1, "bump:b", None),  # it is gone
        (MAIL + BUMP + BUMP, 2, "bump:b#2", 2),
        (MAIL + BUMP, 2, END_KEY, 2),
        (MAIL + BUMP + CALL, 2, END_KEY, 3),  # who had come to the end stays there: no step is done twice
        (MAIL, 2, END_KEY, 1),
    ],
)
def test_an_edited_sequence_is_taken_up_where_it_was(edited: str, index: int, key: str, found: int | None) -> None:
    assert locate(parse_sequence("s", edited), index, key) == found
