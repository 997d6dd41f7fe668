"""The linter: what a good follow-up does not do is named with its rule, its line and what to write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from followupd.core.model import StepKind
from followupd.templates import (
    Finding,
    Library,
    Severity,
    Template,
    lint,
    spoken_seconds,
    uses_promise,
    variables_used,
)

Make = Callable[[str], Template]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make(text: str) -> Template:
        (tmp_path / "t.j2").write_text(text, encoding="utf-8")
        return Library(user_dir=None, shipped_dir=tmp_path).find("t.j2")

    return make


def rules(findings: tuple[Finding, ...], severity: Severity | None = None) -> set[str]:
    return {finding.rule for finding in findings if severity in {None, finding.severity}}


@pytest.mark.parametrize(
    "text",
    [
        "Want to follow up in case this e-mail got buried.",
        "What would be a good next step?",
        "Is there some way to find out if this is a priority?",
    ],
)
def test_the_three_well_known_bumps_pass(make: Make, text: str) -> None:
    """R1.14: the last two ask; the first asks nothing, which is advised against and not refused."""
    findings = lint(make(f"Asks: interest\nLang: en\n\n{text}\n"), StepKind.BUMP)
    assert rules(findings, Severity.FAULT) == set()
    assert rules(findings) == (set() if "?" in text else {"bump-questions"})


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "Hi Sam, is this still of interest?", "bump-greeting"),
        ("en", "Good morning! Is this still of interest?", "bump-greeting"),
        ("de", "Guten Tag, ist das noch ein Thema?", "bump-greeting"),
        ("fr", "Bonjour, est-ce toujours un sujet ?", "bump-greeting"),
        ("es", "Hola, ¿sigue siendo un tema?", "bump-greeting"),
        ("en", "Is this still of interest?\nBest regards\nAna", "bump-signature"),
        ("en", "Is this still of interest?\n\n{{ sender.signature }}", "bump-signature"),
        ("en", "Is this still of interest?\n-- \nAna", "bump-signature"),
        ("de", "Ist das noch ein Thema?\nViele Grüße\nAna", "bump-signature"),
        ("fr", "Est-ce toujours un sujet ?\nCordialement", "bump-signature"),
        ("es", "¿Sigue siendo un tema?\nUn saludo", "bump-signature"),
        ("nl", "Goedemiddag Sam, is dit nog interessant?", "bump-greeting"),
        ("it", "Gentilissima Sam, è ancora di interesse?", "bump-greeting"),
        ("pt", "Boa tarde Sam, ainda é do seu interesse?", "bump-greeting"),
        ("nl", "Is dit nog interessant?\nMet vriendelijke groet\nAna", "bump-signature"),
        ("it", "È ancora di interesse?\nCordiali saluti\nAna", "bump-signature"),
        ("pt", "Ainda é do seu interesse?\nCom os melhores cumprimentos\nAna", "bump-signature"),
        ("en", "Did you see it? Is it of interest?", "bump-questions"),
        ("en", "One. Two. Is it three?", "bump-length"),
        ("en", f"Is this {'very ' * 50}important?", "bump-length"),
    ],
)
def test_a_bump_is_one_short_question(make: Make, language: str, text: str, rule: str) -> None:
    """R1.14"""
    findings = lint(make(f"Asks: interest\nLang: {language}\n\n{text}\n"), StepKind.BUMP)
    assert rules(findings, Severity.FAULT) == {rule}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Subject: Re: our call\n\nwords", "false-subject"),
        ("Subject: FWD: our call\n\nwords", "false-subject"),
        ("Subject: Aw: Ihr Angebot\nLang: de\n\nWorte", "false-subject"),
        ("Subject: s\n\nwords\n\nSent from my iPhone", "sent-from"),
        ("Subject: s\nLang: de\n\nWorte\n\nVon meinem iPhone gesendet", "sent-from"),
        ("Subject: s\n\nAs discussed, here is the offer.", "claims-a-talk"),
        ("Subject: As agreed\n\nHere is the offer.", "claims-a-talk"),
        ("Subject: s\nLang: de\n\nWie besprochen das Angebot.", "claims-a-talk"),
        ("Subject: s\nLang: fr\n\nComme convenu, voici l’offre.", "claims-a-talk"),
        ("Subject: s\nLang: es\n\nComo acordamos, aquí está.", "claims-a-talk"),
        ("Subject: s\n\nI left you a voicemail today.", "claims-a-voicemail"),
        ("Subject: s\nLang: de\n\nIch habe Ihnen auf die Mailbox gesprochen.", "claims-a-voicemail"),
        ("Subject: s\nLang: nl\n\nZoals afgesproken de offerte.", "claims-a-talk"),
        ("Subject: s\nLang: it\n\nCome d’accordo ecco l’offerta.", "claims-a-talk"),
        ("Subject: s\nLang: pt\n\nConforme combinado, aqui está.", "claims-a-talk"),
        ("Subject: s\nLang: nl\n\nIk heb een bericht ingesproken.", "claims-a-voicemail"),
        ("Subject: s\nLang: it\n\nLe ho lasciato un messaggio.", "claims-a-voicemail"),
        ("Subject: s\nLang: pt\n\nDeixei uma mensagem hoje.", "claims-a-voicemail"),
        ("Subject: s\nLang: nl\n\nWoorden\n\nVerzonden vanaf mijn telefoon", "sent-from"),
        ("Subject: s\nLang: it\n\nParole\n\nInviato da iPhone", "sent-from"),
        ("Subject: s\nLang: pt\n\nPalavras\n\nEnviado do meu celular", "sent-from"),
        ("Subject: s\n\nDear [First Name], words", "gap"),
        ("Subject: s\n\n{{ voice_mail | default('x') }}", "unknown-variable"),
        ("Subject: s\n\n{{ sender.phone | default('x') }}", "unknown-variable"),
        ("Subject: s\n\n{{ oops", "unusable"),
        ("words without a subject", "no-subject"),
    ],
)
def test_what_is_not_true_or_not_finished_is_a_fault(make: Make, text: str, rule: str) -> None:
    """R5.13: nothing pretends to be what it is not."""
    assert rule in rules(lint(make(text), StepKind.EMAIL, first=True), Severity.FAULT)


@pytest.mark.parametrize(
    "text",
    [
        "As agreed on {{ agreement.made_at | date }}, here is the offer.",
        "As discussed {{ last_contact.at | ago }}, here is the offer.",
        "I left you a voicemail {{ voicemail.at | ago }}.",
        "I recommend it; are you interested in a reply?",
    ],
)
def test_a_claim_that_rests_on_the_ledger_is_none(make: Make, text: str) -> None:
    assert rules(lint(make(f"Subject: s\nLang: en\n\n{text}\n"), StepKind.EMAIL)) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Just checking in on this."),
        ("en", "As per my last e-mail, this is urgent."),
        ("en", "I'm surprised that you ignored me."),
        ("de", "Dies ist dringend."),
        ("fr", "Sans réponse de votre part, je vous relance."),
        ("es", "Es urgente, conteste cuanto antes."),
        ("nl", "Graag zo snel mogelijk antwoord."),
        ("it", "La prego di rispondere quanto prima."),
        ("pt", "Última oportunidade."),
    ],
)
def test_pressure_is_advised_against(make: Make, language: str, text: str) -> None:
    findings = lint(make(f"Subject: s\nLang: {language}\n\n{text}\n"), StepKind.EMAIL)
    assert rules(findings, Severity.ADVICE) == {"pressure"}


@pytest.mark.parametrize(
    ("language", "text", "asks"),
    [
        ("en", "Shall I close your file?", "close-file"),
        ("de", "Soll ich den Vorgang schließen?", "close-file"),
        ("fr", "Dois-je clore le dossier ?", "close-file"),
        ("es", "¿Cierro su expediente?", "close-file"),
        ("nl", "Zal ik uw dossier sluiten?", "close-file"),
        ("it", "Devo chiudere la pratica?", "close-file"),
        ("pt", "Devo encerrar o seu processo?", "close-file"),
        ("nl", "Verder gaan of stoppen?", "either-or"),
        ("it", "Andiamo avanti o lasciamo stare?", "either-or"),
        ("pt", "Continuamos ou paramos?", "either-or"),
        ("en", "Do you want to go on, or leave it?", "either-or"),
        ("de", "Möchten Sie weitermachen oder es lassen?", "either-or"),
        ("en", "One figure is enough:\n1 yes\n2 later\n3 no", "choose"),
        ("en", "Is it of interest? Shall I close your file?", "close-file"),
    ],
)
def test_a_question_to_which_yes_can_be_misread_needs_an_asks_line(
    make: Make, language: str, text: str, asks: str
) -> None:
    findings = lint(make(f"Lang: {language}\n\n{text}\n"), StepKind.EMAIL)
    (advice,) = [finding.sentence for finding in findings if finding.rule == "asks"]
    assert f"“Asks: {asks}”" in advice
    answered = lint(make(f"Lang: {language}\nAsks: {asks}\n\n{text}\n"), StepKind.EMAIL)
    assert "asks" not in rules(answered)


def test_a_plain_question_needs_no_asks_line(make: Make) -> None:
    assert "asks" not in rules(lint(make("Is this still of interest to you?"), StepKind.EMAIL))


@pytest.mark.parametrize(("first", "closer"), [(True, False), (False, True)])
def test_a_first_mail_and_a_closer_say_that_a_no_is_fine(make: Make, first: bool, closer: bool) -> None:
    """R5.8"""
    bare = make("Subject: s\nLang: en\n\nWould a call be of use?\n")
    assert rules(lint(bare, StepKind.EMAIL, first=first, closer=closer)) == {"no-is-fine"}
    assert rules(lint(bare, StepKind.EMAIL)) == set()
    kind = make("Subject: s\nLang: en\n\nWould a call be of use? A short 'no' is fine and I will not write again.\n")
    assert rules(lint(kind, StepKind.EMAIL, first=first, closer=closer)) == set()


def test_only_a_first_mail_needs_a_subject(make: Make) -> None:
    assert rules(lint(make("Lang: en\n\nMore on this tomorrow.\n"), StepKind.EMAIL)) == set()


def test_more_than_two_questions_are_too_many(make: Make) -> None:
    text = "Subject: s\nAsks: interest\nLang: en\n\nIs it of use? Who decides?"
    assert rules(lint(make(f"{text}\n"), StepKind.EMAIL)) == set()
    assert rules(lint(make(f"{text} When?\n"), StepKind.EMAIL)) == {"questions"}


def test_a_script_may_speak_of_the_voicemail_that_it_is(make: Make) -> None:
    assert rules(lint(make("You'll find the same in an e-mail that mentions my voicemail.\n"), StepKind.CALL)) == set()


def test_a_promise_by_hand_is_advised_against(make: Make) -> None:
    by_hand = make("Subject: s\nLang: en\n\nI'll call you on Thursday.\n")
    assert rules(lint(by_hand, StepKind.EMAIL)) == {"promise-by-hand"}
    kept = make("Subject: s\nLang: en\n\nI'll call you on {{ next_step.at | day }}.\n")
    assert rules(lint(kept, StepKind.EMAIL)) == set()


@pytest.mark.parametrize(
    ("language", "by_hand"),
    [
        ("nl", "Ik bel u donderdag."),
        ("it", "La richiamerò giovedì."),
        ("pt", "Volto a ligar na quinta-feira."),
    ],
)
def test_a_promise_by_hand_is_seen_in_every_language_it_knows(make: Make, language: str, by_hand: str) -> None:
    findings = lint(make(f"Subject: s\nLang: {language}\n\n{by_hand}\n"), StepKind.EMAIL)
    assert rules(findings) == {"promise-by-hand"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Heeft u interesse? Een kort ‘nee’ is ook goed."),
        ("it", "È di interesse? Un breve «no» va benissimo."),
        ("pt", "Tem interesse? Um simples “não” também serve."),
    ],
)
def test_a_no_is_fine_in_every_language_it_knows(make: Make, language: str, text: str) -> None:
    findings = lint(make(f"Subject: s\nLang: {language}\n\n{text}\n"), StepKind.EMAIL, first=True)
    assert rules(findings) == set()


PROMISED = [
    ("en", "As promised, I called."),
    ("en", "I kept my word and called."),
    ("en", "As I promised, here are the notes."),
    ("de", "Wie versprochen habe ich angerufen."),
    ("de", "Wie ich Ihnen versprochen hatte, die Notizen."),
    ("fr", "Comme promis, je vous ai appelé."),
    ("fr", "Comme je vous l’avais promis, voici les notes."),
    ("es", "Como prometí, le llamé."),
    ("es", "Como le había prometido, le llamé."),
    ("es", "Tal como prometido, aquí está."),
    ("nl", "Zoals beloofd heb ik gebeld."),
    ("nl", "Zoals ik u had beloofd, de notities."),
    ("it", "Come promesso, ho chiamato."),
    ("it", "Come le avevo promesso, ecco gli appunti."),
    ("pt", "Como prometido, liguei."),
    ("pt", "Conforme prometi, aqui está."),
]


@pytest.mark.parametrize(("language", "text"), PROMISED)
def test_a_promise_that_may_have_been_broken_is_not_claimed(make: Make, language: str, text: str) -> None:
    bare = make(f"Subject: s\nLang: {language}\n\n{text}\n")
    assert rules(lint(bare, StepKind.EMAIL), Severity.FAULT) == {"claims-a-promise"}
    tested = make(f"Subject: s\nLang: {language}\n\n{{% if promise.kept %}}{text}{{% endif %}} x\n")
    assert rules(lint(tested, StepKind.EMAIL)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "{% if promise %}As promised, I called.{% endif %}",
        "{% if promise.kept %}I called {{ promise.at | day_part }}.{% endif %} As promised, here are the notes.",
        "{% if not promise.kept %}As promised, I called.{% endif %} The notes are below.",
    ],
)
def test_only_a_test_of_what_was_kept_bears_out_the_claim(make: Make, text: str) -> None:
    assert "claims-a-promise" in rules(lint(make(f"Subject: s\nLang: en\n\n{text}\n"), StepKind.EMAIL))


def test_the_time_at_which_it_was_kept_is_as_good_as_a_test(make: Make) -> None:
    """Where the promise was broken there is no such time, and nothing is sent."""
    template = make("Subject: s\nLang: en\n\nAs promised, I called {{ promise.kept | day }}.\n")
    assert rules(lint(template, StepKind.EMAIL)) == set()


def test_a_claim_is_found_by_line_and_column(make: Make) -> None:
    template = make("Subject: The notes, as promised\nLang: en\n\nwords\n")
    (found,) = lint(template, StepKind.EMAIL)
    assert (found.line, found.column) == (1, 21)
    template = make("Subject: s\nLang: en\n\nHello,\n\nI called as promised.\n")
    (found,) = lint(template, StepKind.EMAIL)
    assert (found.line, found.column) == (6, 10)


def test_a_script_is_said_in_thirty_seconds(make: Make) -> None:
    assert rules(lint(make("word " * 75), StepKind.CALL)) == set()
    assert rules(lint(make("word " * 76), StepKind.CALL)) == {"script-length"}


def test_spoken_time_counts_words_and_not_marks() -> None:
    assert spoken_seconds("I'll call – at half-past nine ...") == spoken_seconds("one two three four five") == 2


def test_a_bump_and_a_script_have_no_subject_of_their_own(make: Make) -> None:
    template = make("Subject: s\nAsks: interest\nLang: en\n\nIs it?\n")
    assert rules(lint(template, StepKind.BUMP)) == rules(lint(template, StepKind.CALL)) == {"idle-subject"}


def test_a_column_that_no_contact_has_is_named_with_the_nearest(make: Make) -> None:
    template = make("Subject: s\nLang: en\n\nHi {{ contact.fristname | default('there') }}\n")
    (found,) = lint(template, StepKind.EMAIL, columns=["email", "first_name"])
    assert (found.rule, found.line) == ("unknown-column", 4)
    assert found.sentence == "contact.fristname is not known; did you mean contact.first_name?"


def test_dates_in_a_text_of_no_stated_language_are_pointed_out(make: Make) -> None:
    findings = lint(make("Subject: s\n\nuntil {{ next_step.at | day }}\n"), StepKind.EMAIL)
    assert rules(findings) == {"language"}


def test_a_finding_names_the_line_of_the_file(make: Make) -> None:
    template = make("Subject: s\nLang: en\n\nHi,\n\nThis is urgent.\n")
    assert [found.line for found in lint(template, StepKind.EMAIL)] == [6]


def test_variables_are_found_wherever_they_stand(make: Make, tmp_path: Path) -> None:
    (tmp_path / "_end.j2").write_text("{{ sender.signature }}")
    template = make(
        "Subject: {{ contact.topic }}\n\n{% if voicemail %}{{ voicemail.at | ago }}{% endif %}"
        '{{ contact["job title"] }}{% set mine = attempts %}{{ mine }}{% include "_end.j2" %}'
    )
    assert variables_used(template) == {
        "contact.topic",
        "contact.job title",
        "voicemail",
        "voicemail.at",
        "attempts",
        "sender.signature",
    }


@pytest.mark.parametrize(
    ("body", "promise"),
    [
        ("{{ next_step.at | day }}", True),
        ("{% set step = next_step %}{{ step.at | day }}", True),
        ("soon", False),
    ],
)
def test_a_template_that_says_the_next_step_may_promise(make: Make, body: str, promise: bool) -> None:
    assert uses_promise(make(body)) is promise
