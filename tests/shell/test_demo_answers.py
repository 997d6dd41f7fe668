"""The answers of the demo's cast: written as mail programs write them, read back by followupd's own reader."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from followupd.core.letters import compose
from followupd.core.model import KindName, Letter, Person
from followupd.demo.cast import CAST, OWNER, Answer, Hand, Role
from followupd.demo.handwriting import Received, answer_to
from followupd.replies.kinds import kind_of
from followupd.replies.parse import parse

AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
OURS = "Hello,\n\nis this still something you want to look into?\n\nA short no is fine.\n\nAna Ruiz\nNorthwind\n"
ANSWERS = [(role, answer) for role in CAST for answer in role.answers.values()]
PEOPLE = [(role, answer) for role, answer in ANSWERS if answer.hand not in {Hand.EXCHANGE, Hand.MAIL_SYSTEM}]


def received(role: Role) -> Received:
    letter = Letter(
        sender=OWNER,
        to=Person(name=role.name, address=role.address),
        subject="The second packing line",
        text=OURS,
        message_id="<mail-1@northwind.example>",
        written_at=AT,
    )
    return Received(message=message_from_bytes(compose.email(letter), policy=policy.default), at=AT)


def named(cases: list[tuple[Role, Answer]]) -> list[str]:
    return [f"{role.name}, {answer.hand.value}" for role, answer in cases]


@pytest.mark.parametrize(("role", "answer"), PEOPLE, ids=named(PEOPLE))
def test_a_persons_words_are_told_apart_from_ours(role: Role, answer: Answer) -> None:
    raw = answer_to(received(role), role, answer, AT + answer.after)
    inbound = parse(raw, ours=[OURS])
    assert answer.words.split("\n\n")[0] in inbound.fresh
    assert "look into" not in inbound.fresh
    assert "look into" in inbound.quoted
    assert kind_of(inbound).name is KindName.HUMAN


@pytest.mark.parametrize(("role", "answer"), ANSWERS, ids=named(ANSWERS))
def test_an_answer_names_the_mail_that_it_answers(role: Role, answer: Answer) -> None:
    inbound = parse(answer_to(received(role), role, answer, AT + answer.after))
    assert "<mail-1@northwind.example>" in (*inbound.in_reply_to, *inbound.references, *inbound.reported_ids)
    assert inbound.sent_at == AT + answer.after - timedelta(microseconds=(AT + answer.after).microsecond)


def test_a_machine_is_known_by_its_marks() -> None:
    machines = {
        answer.hand: kind_of(parse(answer_to(received(role), role, answer, AT))).name for role, answer in ANSWERS
    }
    assert machines[Hand.EXCHANGE] is KindName.AUTO_REPLY
    assert machines[Hand.MAIL_SYSTEM] is KindName.BOUNCE


def test_the_cast_writes_with_every_hand() -> None:
    assert {answer.hand for _, answer in ANSWERS} == set(Hand)
