"""Fresh text apart from quoted text: client formats, languages, and what must never be lost."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.model import Person
from followupd.replies.parse import parse
from followupd.replies.quotes import isolate
from tests.replies.quote_samples import Sample, html_samples, written_samples

REPLIES = tomllib.loads(Path(__file__).with_name("client_formats.toml").read_text("utf-8"))["replies"]


@pytest.mark.parametrize("reply", REPLIES, ids=[reply["name"] for reply in REPLIES])
def test_only_what_its_writer_wrote_is_fresh(reply: dict[str, str]) -> None:
    """R2.7."""
    assert isolate(reply["text"]).fresh == reply["fresh"]


WRITTEN = [
    pytest.param(sample, id=f"{topic}: {sample.name}")
    for topic in ("layouts", "signatures", "footers", "mixed", "kept")
    for sample in written_samples(topic)
]
MARKED_UP = [pytest.param(sample, id=sample.name) for sample in html_samples()]


@pytest.mark.parametrize("sample", WRITTEN + MARKED_UP)
def test_of_a_mail_exactly_the_words_of_its_writer_are_fresh(sample: Sample) -> None:
    """R2.7: attributions, header blocks, signatures, footers, disclaimers, banners; and what only looks like them."""
    assert parse(sample.raw).fresh == sample.fresh


KEPT = [
    "Ana wrote that you would call. Please do:\n+49 30 1234567",
    "Our answers are:\n\n1) yes\n2) no",
    "Call me at 10:30 or write to sam@acme.example:\nI am there.",
    "Two things - first, yes.\n- second, no.",
    "Please keep this confidential for now. Yes, we want it.",
    "Attention: we moved to another street.",
    "Yes.\n\nBest regards,\nSam\n+49 30 1234567",
    "Sent with love.",
    "On 3 March 2025 at 10:30 it is.\nOn the phone, please.",
    "Download the contract on your phone, it is signed.",
]


@pytest.mark.parametrize("text", KEPT)
def test_nothing_of_the_reply_is_lost(text: str) -> None:
    assert isolate(text).fresh == text


def test_a_sentence_before_a_quotation_is_no_attribution() -> None:
    assert isolate("I disagree with what you wrote:\n> it is OK\nNo.").fresh == "I disagree with what you wrote:\n\nNo."


def test_a_date_of_theirs_right_above_an_attribution_stays() -> None:
    line = "On Mon, Mar 3, 2025 at 10:22 AM Ana Ruiz <ana@northwind.example> wrote:"
    assert isolate(f"On 17 March 2025 at 10:00\n{line}\n> hi").fresh == "On 17 March 2025 at 10:00"


def test_marks_that_turn_the_writing_direction_hide_nothing() -> None:
    line = "\u200eבתאריך 3 במרץ 2025 ב-10:22 מאת \u202aAna\u202c <\u202aana@north.example\u202c>:\u200e"
    assert isolate(f"כן\n\n{line}\n\n> hi").fresh == "כן"


VERBS_BY_LANGUAGE = [
    "On 3 Mar 2025, at 10:22, Ana Ruiz <ana@northwind.example> wrote:",
    "Am 03.03.25 um 10:22 schrieb Ana Ruiz:",
    "Le 03/03/2025 à 10:22, Ana Ruiz a écrit :",
    "El 3/3/25 a las 10:22, Ana Ruiz escribió:",
    "Op 3-3-2025 om 10:22 schreef Ana Ruiz:",
    "Il 03/03/25 10:22, Ana Ruiz ha scritto:",
    "Em 03/03/2025 10:22, Ana Ruiz escreveu:",
    "Den 2025-03-03 kl. 10:22, skrev Ana Ruiz:",
    "Den 03-03-2025 kl. 10:22 skrev Ana Ruiz:",
    "På 3. mars 2025 kl. 10:22 skrev Ana Ruiz <ana@northwind.example>:",
    "Ana Ruiz kirjoitti 3.3.2025 klo 10:22:",
    "W dniu 03.03.2025 o 10:22, Ana Ruiz pisze:",
    "Dne 03. 03. 25 v 10:22 Ana Ruiz napsal(a):",
    "Ana Ruiz <ana@northwind.example> schrieb am Mo., 3. März 2025, 10:22:",
    "Ana Ruiz <ana@northwind.example> schreef op 3 maart 2025 10:22:",
    "03.03.2025 10:22, Ana Ruiz пишет:",
    "2025. márc. 3. 10:22 keltezéssel, Ana Ruiz írta:",
    "3 Mar 2025 Pzt, 10:22 tarihinde Ana Ruiz <ana@northwind.example> şunu yazdı:",
]


@pytest.mark.parametrize("line", VERBS_BY_LANGUAGE)
@pytest.mark.parametrize(
    "quoted", ["> Hi Sam,\n> it is OK to say no.", "Hi Sam,\nit is OK to say no."], ids=["marked", "bare"]
)
def test_an_attribution_line_goes_with_what_it_announces(line: str, quoted: str) -> None:
    split = isolate(f"Reply.\n\n{line}\n\n{quoted}\n")
    assert split.fresh == "Reply."
    assert "it is OK to say no" in split.quoted


BLOCKS = [
    ("Von", "Gesendet", "An", "Betreff"),
    ("De", "Envoyé", "À", "Objet"),
    ("De", "Enviado el", "Para", "Asunto"),
    ("De", "Enviada em", "Para", "Assunto"),
    ("Da", "Inviato", "A", "Oggetto"),
    ("Van", "Verzonden", "Aan", "Onderwerp"),
    ("Från", "Skickat", "Till", "Ämne"),
    ("Fra", "Sendt", "Til", "Emne"),
    ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    ("Od", "Wysłano", "Do", "Temat"),
    ("Od", "Odesláno", "Komu", "Předmět"),
    ("От", "Отправлено", "Кому", "Тема"),
    ("发件人", "发送时间", "收件人", "主题"),
    ("差出人", "送信日時", "宛先", "件名"),
    ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
]


@pytest.mark.parametrize(("sender", "date", "to", "subject"), BLOCKS)
def test_a_header_block_begins_what_is_quoted(sender: str, date: str, to: str, subject: str) -> None:
    block = f"{sender}: Ana Ruiz <ana@northwind.example>\n{date}: 03.03.2025 10:22\n{to}: Sam\n{subject}: Notes"
    assert isolate(f"Reply.\n\n{block}\n\nHi Sam\n").fresh == "Reply."


FOOTERS = [
    "Sent from my iPhone",
    "Sent from my Samsung Galaxy smartphone.",
    "Get Outlook for Android",
    "Sent from Yahoo Mail on Android",
    "Von meinem iPhone gesendet",
    "Gesendet von Outlook für iOS",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Enviado do meu iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Skickat från min iPhone",
    "Sendt fra min iPhone",
    "Lähetetty iPhonesta",
    "Wysłane z iPhone'a",
    "Odesláno z iPhonu",
    "Отправлено с iPhone",
    "iPhoneから送信",
    "发自我的 iPhone",
    "나의 iPhone에서 보냄",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_mobile_footer_is_set_aside(footer: str) -> None:
    assert isolate(f"Reply.\n\n{footer}").fresh == "Reply."


SEPARATORS = [
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "-----Message d'origine-----",
    "-----Mensaje original-----",
    "-----Mensagem original-----",
    "-----Messaggio originale-----",
    "-----Oorspronkelijk bericht-----",
    "-------- Weitergeleitete Nachricht --------",
    "-------- Message transféré --------",
    "---------- Forwarded message ---------",
    "---------- Doorgestuurd bericht ---------",
    "Début du message transféré :",
    "Anfang der weitergeleiteten Nachricht:",
]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_separator_ends_the_reply(separator: str) -> None:
    assert isolate(f"Reply.\n\n{separator}\n\nHi Sam, it is OK to say no.").fresh == "Reply."


DISCLAIMERS = [
    "CONFIDENTIALITY NOTICE: This e-mail is for the named person only.",
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie.",
    "Ce message et ses pièces jointes sont confidentiels et réservés au destinataire.",
    "Este mensaje puede contener información confidencial y va dirigido a su destinatario.",
    "Dit bericht kan vertrouwelijke informatie bevatten en is bestemd voor de geadresseerde.",
    "Questo messaggio è riservato al destinatario.",
    "Please consider the environment before printing this e-mail.",
]


@pytest.mark.parametrize("disclaimer", DISCLAIMERS)
def test_a_disclaimer_is_set_aside(disclaimer: str) -> None:
    """Its words ("unsubscribe", "do not", "delete") would decide otherwise."""
    assert isolate(f"Reply.\n\nSam\n\n{disclaimer}").fresh == "Reply.\n\nSam"


OURS = (
    "Hi Sam,\n\nI left you a voicemail about the heating of your office and wanted to ask whether this is still of "
    "interest. It is fine to say no, then I will close your file.\n\n1. Yes, call me this week please\n2. No\n\n"
    "Ana Ruiz\nNorthwind"
)


def test_our_own_words_are_found_where_nothing_marks_them() -> None:
    rewrapped = OURS.replace(" heating of ", " heating\nof ").replace(" still of ", " still\nof ")
    assert isolate(f"No thank you.\n\n{rewrapped}", ours=[OURS]).fresh == "No thank you."


def test_a_piece_of_ours_inside_a_sentence_of_theirs_stays() -> None:
    text = 'You wrote "it is fine to say no, then I\nwill close your file": please do.'
    assert isolate(text, ours=[OURS]).fresh == text


def test_our_words_go_where_all_line_ends_were_lost() -> None:
    flat = " ".join(OURS.split())
    assert (
        isolate(f"No thank you, not this year. {flat} Sam", ours=[OURS]).fresh == "No thank you, not this year.\n\nSam"
    )


def test_a_sentence_right_before_an_attribution_stays() -> None:
    line = "On Mon, 3 Mar 2025 at 10:22, Ana Ruiz <ana@northwind.example> wrote:"
    flat = " ".join(OURS.split())
    assert isolate(f"No, thank you. {line}\n> hi").fresh == "No, thank you."
    assert isolate(f"No, thank you. {line} {flat}", ours=[OURS]).fresh == "No, thank you."


def test_an_option_of_ours_that_is_the_whole_answer_stays() -> None:
    assert isolate("1. Yes, call me this week please", ours=[OURS]).fresh == "1. Yes, call me this week please"


def test_a_short_mail_of_ours_that_came_back_whole_is_no_answer() -> None:
    bump = "Hi Sam, did my last e-mail get buried?"
    assert isolate(bump, ours=[bump]).fresh == ""


def test_an_answer_below_our_unmarked_words_is_found() -> None:
    text = f"Am 03.03.2025 um 10:22 schrieb Ana Ruiz <ana@northwind.example>:\n\n{OURS}\n\nNo, please close it."
    assert isolate(text, ours=[OURS]).fresh == "No, please close it."


def test_a_full_quotation_under_an_empty_top_is_no_answer() -> None:
    """R2.7: our quoted "it is fine to say no" must not decide."""
    text = f"\n\nAm 03.03.2025 um 10:22 schrieb Ana Ruiz <ana@northwind.example>:\n\n{OURS}\n"
    assert isolate(text, ours=[OURS]).fresh == ""


def test_the_markup_tells_of_a_quotation_that_the_plain_form_hides() -> None:
    plain = "Call me.\n\nHi Sam, would you like to see our heating?\nAna"
    html = "Call me.\n\n> Hi Sam, would you like to see our heating?\n> Ana"
    assert isolate(plain, html=html).fresh == "Call me."


QUESTIONS = (
    "Hi Sam,\n\nHow many seats do you need?\nFrom when?\nIt is OK to say no, then I close your file.\n\nAna Ruiz"
)
HEADER = "From: Ana <ana@northwind.example>\nSent: Monday, March 3, 2025 10:22 AM\nTo: Sam\nSubject: Notes\n"
BETWEEN = QUESTIONS.replace("need?", "need?\nForty.").replace("when?", "when?\nMay, I hope.")


@pytest.mark.parametrize("top", ["", "See my answers below.", "Antworten siehe unten:", "Mes réponses ci-dessous"])
def test_answers_between_our_unmarked_lines_are_found(top: str) -> None:
    expected = f"{top}\n\nForty.\n\nMay, I hope.".strip()
    assert isolate(f"{top}\n\n{HEADER}\n{BETWEEN}", ours=[QUESTIONS]).fresh == expected


def test_below_a_whole_answer_nothing_is_looked_for() -> None:
    assert isolate(f"Forty, from May.\n\n{HEADER}\n{BETWEEN}", ours=[QUESTIONS]).fresh == "Forty, from May."


def test_a_signature_that_the_markup_knows_goes_from_the_plain_form_too() -> None:
    plain = "Yes.\n\nSam\nWe make ropes"
    assert isolate(plain, html="Yes.\n\n> Sam\n> We make ropes").fresh == "Yes."
    assert isolate(plain, html="Yes.\n\nSam\nWe make ropes").fresh == plain


def test_what_the_markup_also_shows_as_the_answer_stays() -> None:
    assert isolate("No.\n\nYes.", html="No.\n\nYes.\n> Yes.").fresh == "No.\n\nYes."


def test_answers_in_a_colour_are_taken_from_the_markup() -> None:
    plain = f"Answers in red.\n\n{HEADER}\nHow many?\nForty."
    html = "Answers in red.\n\n> From: Ana\n> How many?\nForty."
    assert isolate(plain, html=html).fresh == "Answers in red.\n\nForty."


def test_a_signature_is_known_by_its_writer() -> None:
    text = "Ask our buyer.\n\nPriya Nair\nHead of Procurement\n+44 151 555 0103"
    assert isolate(text, writer=Person(address="priya.nair@acme.example")).fresh == "Ask our buyer."
    assert isolate(text, writer=Person(address="sam@acme.example", name="Sam Marsh")).fresh == text


LINES = st.sampled_from(
    [
        "On Mon, 3 Mar 2025 at 10:22, Ana <ana@northwind.example> wrote:",
        "> quoted",
        "",
        "-- ",
        "From: Ana <ana@northwind.example>",
        "Sent: Monday",
        "Subject: x",
        "Sent from my iPhone",
        "Yes, call me.",
        "________________________________",
        "Best regards,",
        "+49 30 1234567",
        "This e-mail is confidential and intended only for you.",
        "Sam Marsh",
        "Sam Marsh | Head of Finance | www.acme.example",
        "To",
        "Subject",
        "03/03/2025 10:22 AM",
        "See my answers below.",
        "Unsubscribe | Manage preferences",
        ">>> Ana <ana@northwind.example> 3/3/2025 10:22 AM >>>",
        "AR> said",
    ],
)


@given(st.lists(st.one_of(LINES, st.text("abc äß>:-_@.,|*<1", max_size=60)), max_size=40), st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_line_ends_up_on_exactly_one_side(lines: list[str], has_html: bool) -> None:
    text = "\n".join(lines)
    html = "\n".join(f"> {line}" for line in lines[len(lines) // 2 :]) if has_html else ""
    split = isolate(text, ours=[OURS], html=html, writer=Person(address="sam@acme.example", name="Sam Marsh"))
    sides = f"{split.fresh}\n{split.quoted}".split("\n")
    assert sorted(filter(None, map(str.strip, sides))) == sorted(filter(None, map(str.strip, lines)))


@given(st.lists(LINES, max_size=40))
@settings(max_examples=150, deadline=None)
def test_the_fresh_part_has_no_quotation_left(lines: list[str]) -> None:
    once = isolate("\n".join(lines)).fresh
    assert isolate(once).fresh.count("> quoted") == 0
