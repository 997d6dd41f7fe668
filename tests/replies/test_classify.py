"""What a reply means: the order of the stages, short answers to our questions, mixed messages, evidence."""

from datetime import UTC, date, datetime

import pytest

from followupd.core.model import Asks, Classification, Inbound, Label, Person, Question, Report
from followupd.replies.classify import classify
from followupd.replies.phrases.files import load_lexicon
from followupd.replies.phrases.shipped import shipped_lexicon
from tests.replies.evaluate import cases, judge, score

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday


def read(text: str, *, asks: Asks | None = None, ours: str = "", quoted: str = "", subject: str = "") -> Classification:
    inbound = Inbound(
        message_id="<1@b.example>", sender=Person(address="sam@b.example"), subject=subject, fresh=text, quoted=quoted
    )
    return classify(inbound, Question(now=NOW, timezone="Europe/Berlin", asks=asks, our_text=ours))


def machine(**fields: object) -> Classification:
    inbound = Inbound(message_id="<1@b.example>", sender=Person(address="sam@b.example"), **fields)  # type: ignore[arg-type]
    return classify(inbound, Question(now=NOW, timezone="Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        # the order rules
        ("No for now, but ping me in March.", Label.LATER),
        ("Yes, but call after the 15th.", Label.YES),
        ("We went with another vendor.", Label.NO),
        ("You can close my file.", Label.NO),
        ("Not my call, talk to Dana.", Label.REFERRAL),
        ("No problem, send it over.", Label.YES),
        ("No thanks, and please take me off your list.", Label.UNSUBSCRIBE),
        ("Sounds good, but how much is it?", Label.QUESTION),
        # R2.8: negation
        ("stop", Label.UNSUBSCRIBE),
        ("We have got to stop this, count me in!", Label.YES),
        ("I'm not interested in anything but your premium plan, send me a quote.", Label.YES),
        ("Not before May.", Label.LATER),
        ("Kein Problem, schicken Sie es rüber.", Label.YES),
        ("We decided to go with you.", Label.YES),
        # languages
        ("Kein Interesse, danke.", Label.NO),
        ("Merci de me retirer de votre liste.", Label.UNSUBSCRIBE),
        ("¿Cuánto cuesta?", Label.QUESTION),
        ("Neem na de zomer nog eens contact op.", Label.LATER),
        # nothing to go by
        ("Thanks!", Label.UNCLEAR),
        ("Got it.", Label.UNCLEAR),
    ],
)
def test_text_alone(text: str, label: Label) -> None:
    assert read(text).label is label


@pytest.mark.parametrize(
    ("text", "asks", "ours", "label"),
    [
        ("Yes", Asks.INTEREST, "", Label.YES),
        ("Yes please", Asks.CLOSE_FILE, "", Label.NO),
        ("No", Asks.CLOSE_FILE, "", Label.UNCLEAR),
        ("Yes", None, "Should I close your file?", Label.NO),
        ("yes", Asks.EITHER_OR, "Tuesday or Thursday?", Label.UNCLEAR),
        ("1", Asks.CHOOSE, "", Label.YES),
        ("2", Asks.CHOOSE, "", Label.LATER),
        ("option 3", Asks.CHOOSE, "", Label.NO),
        ("1", Asks.CHOOSE, "1) close my file\n2) call me", Label.NO),
        ("Ja", None, "Soll ich Ihre Akte schließen?", Label.NO),
        ("Yes", None, "Have you given up on this project?", Label.NO),
        ("ok", None, "I will send the report on Friday.", Label.UNCLEAR),
    ],
)
def test_short_answer_means_what_our_question_makes_it_mean(
    text: str, asks: Asks | None, ours: str, label: Label
) -> None:
    assert read(text, asks=asks, ours=ours).label is label


def test_question_is_found_in_the_quoted_text_where_our_mail_is_not_known() -> None:
    assert read("Yes, please do.", quoted="> Should I close your file?").label is Label.NO


def test_quoted_text_never_decides() -> None:
    """R2.7: "it is OK to say no" is ours."""
    assert read("Yes, let's talk on Tuesday!", quoted="> It is OK to say no. No thanks is fine.").label is Label.YES


def test_nothing_written_is_unclear_whatever_is_quoted() -> None:
    assert read("", quoted="> No thanks is fine.", subject="Re: Offer").label is Label.UNCLEAR


def test_empty_mail_with_a_stop_in_its_subject_is_an_unsubscribe() -> None:
    assert read("", subject="STOP").label is Label.UNSUBSCRIBE


@pytest.mark.parametrize(
    ("text", "resume_on"),
    [
        ("Please call me back on 1 March.", date(2027, 3, 1)),
        ("Yes, but call after the 15th of December.", date(2026, 12, 16)),
        ("No thanks, we looked at it last March.", None),
        ("Maybe later.", None),
    ],
)
def test_resume_date_is_the_day_they_name(text: str, resume_on: date | None) -> None:
    assert read(text).resume_on == resume_on


def test_date_of_the_option_that_was_picked_counts() -> None:
    ours = "1) call me\n2) try me again on 1 March\n3) no thanks"
    found = read("2", asks=Asks.CHOOSE, ours=ours)
    assert (found.label, found.resume_on) == (Label.LATER, date(2027, 3, 1))


def test_machine_is_told_from_a_person_before_any_text_is_judged() -> None:
    """R2.10."""
    found = machine(headers={"auto-submitted": ("auto-replied",)}, fresh="Remove me? No: I am away until 7 December.")
    assert (found.label, found.resume_on) == (Label.AUTO_REPLY, date(2026, 12, 7))


def test_bounce_is_a_bounce() -> None:
    report = Report(recipient="sam@b.example", action="failed", status="5.1.1")
    found = machine(report_type="delivery-status", content_type="multipart/report", reports=(report,))
    assert (found.label, found.kind.permanent) == (Label.BOUNCE, True)


def test_complaint_is_an_unsubscribe() -> None:
    """R2.20."""
    found = machine(report_type="feedback-report", content_type="multipart/report", fresh="")
    assert found.label is Label.UNSUBSCRIBE


@pytest.mark.parametrize(
    "text", ["Please unsubscribe me.", "Löschen Sie meine Daten.", "Ne me contactez plus.", "No me escriba más."]
)
def test_wish_to_be_left_alone_decides_whatever_the_threshold(text: str) -> None:
    inbound = Inbound(message_id="<1@b.example>", sender=Person(address="sam@b.example"), fresh=text)
    found = classify(inbound, Question(now=NOW, timezone="Europe/Berlin"), unsure_below=1.0)
    assert found.label is Label.UNSUBSCRIBE
    assert found.evidence[0].text in text
    assert found.evidence[0].why.startswith("unsubscribe.")


def test_evidence_quotes_the_writers_own_words_with_the_rule_that_saw_them() -> None:
    found = read("Thanks, we went with another vendor.")
    assert ("went with another", "no.elsewhere") in [(each.text, each.why) for each in found.evidence]


def test_answer_to_our_question_names_the_question() -> None:
    found = read("Yes please", ours="Shall I close your file?")
    assert any(each.why == "asked.close-file" and "close your file" in each.text for each in found.evidence)


def test_users_own_phrase_decides() -> None:
    own = 'language = "en"\n[unsubscribe.bananas]\nstrength = "sure"\nphrases = ["bananas"]\n'
    lexicon = load_lexicon({"own": own})
    inbound = Inbound(message_id="<1@b.example>", sender=Person(address="sam@b.example"), fresh="Bananas.")
    found = classify(inbound, Question(now=NOW, timezone="Europe/Berlin"), lexicon)
    assert (found.label, found.evidence[0].why) == (Label.UNSUBSCRIBE, "unsubscribe.bananas")
    assert "unsubscribe.bananas" not in {rule.id for rule in shipped_lexicon().rules}


@pytest.mark.parametrize("text", ["\x00", "?" * 10_000, "no " * 100_000, "\n" * 50_000, "a" * 1_000_000, "👍" * 5000])
def test_hostile_text_is_judged_without_an_error(text: str) -> None:
    assert read(text).label in Label


def test_words_of_a_stop_that_is_none_are_shown_to_a_person_and_never_let_a_mail_go() -> None:
    told = read("I told the other two vendors to stop calling us, you have the job. Send the contract, we start today.")
    assert (told.label, told.confidence <= 0.5) == (Label.UNCLEAR, True)
    meant = read("Stop calling me.")
    assert (meant.label, meant.confidence > 0.9) == (Label.UNSUBSCRIBE, True)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2 - and make it a long one, we are moving offices and nobody here finds anything any more", Label.LATER),
        ("No. 1 please", Label.YES),
        ("3, and take my name off while you are at it", Label.UNSUBSCRIBE),
    ],
)
def test_an_option_named_first_is_picked_whatever_follows_but_a_stop(text: str, label: Label) -> None:
    ours = "One digit is enough:\n1. Yes, let us talk\n2. Good idea, bad timing\n3. No, thank you"
    assert read(text, asks=Asks.CHOOSE, ours=ours).label is label


def test_a_delay_until_a_day_that_may_be_another_is_asked_about() -> None:
    """In Toronto both orders are in use."""
    inbound = Inbound(
        message_id="<1@b.example>",
        sender=Person(address="sam@b.example"),
        fresh="Not now, please write to me again on 03/04/2027.",
    )
    found = classify(inbound, Question(now=NOW, timezone="America/Toronto"))
    assert (found.label, found.resume_on) == (Label.LATER, None)
    assert found.confidence <= 0.5
    assert [each.text for each in found.evidence if "day or month first" in each.why] == ["again on 03/04/2027"]
    elsewhere = classify(inbound, Question(now=NOW, timezone="Europe/Berlin"))
    assert (elsewhere.resume_on, elsewhere.confidence > 0.8) == (date(2027, 4, 5), True)


def test_costly_errors_stay_rare_on_the_corpus() -> None:
    """The totals that the release rests on, with room for a case or two; `evaluate.py` prints the whole picture."""
    found = score([(case, judge(case)) for case in cases()])
    assert found.lenient >= 0.80
    assert found.cost_per_100 <= 30
    assert found.yes_ended <= 5  # of 152
    assert found.refusals_mailed <= 5  # of 237
    assert found.absences_ended <= 1  # of 62
    assert found.unclear <= 0.25
    assert found.to_a_person <= 0.50
