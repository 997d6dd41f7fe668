"""Finding and rendering templates: the user's words go out as they meant them, or not at all."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followupd.core.model import Asks, Contact, ContactId
from followupd.templates import (
    Agreement,
    Library,
    Logged,
    NextStep,
    Rendered,
    Sender,
    Template,
    TemplateError,
    Touch,
    build_variables,
    render,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)  # Monday, 9:30 in Berlin
SENDER = Sender(name="Ana Ruiz", email="ana@example.com", signature="Ana Ruiz\nNorthwind")

Write = Callable[..., Template]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name in ("user", "shipped"):
        (tmp_path / name).mkdir()
    return Library(user_dir=tmp_path / "user", shipped_dir=tmp_path / "shipped")


@pytest.fixture
def write(library: Library, tmp_path: Path) -> Write:
    """Write a file of the user's and find it again."""

    def write(text: str, name: str = "t.j2") -> Template:
        (tmp_path / "user" / name).write_text(text, encoding="utf-8")
        return library.find(name)

    return write


def contact(**columns: str) -> Contact:
    return Contact(id=ContactId(1), address="sam@acme.example", fields={"first_name": "Sam", **columns})


def fill(template: Template, person: Contact | None = None, language: str | None = None, **facts: object) -> Rendered:
    variables = build_variables(contact=person or contact(), sender=SENDER, now=NOW)
    return render(template, {**variables, **facts}, language, BERLIN)


def test_header_lines_are_taken_off_the_words(write: Write) -> None:
    template = write(
        "Subject: Notes for {{ contact.first_name }}\nAsks: close-file\nLang: en\n\nHi {{ contact.first_name }},\n"
    )
    out = fill(template)
    assert (out.subject, out.text) == ("Notes for Sam", "Hi Sam,\n")
    assert (out.asks, out.language) == (Asks.CLOSE_FILE, "en")


def test_a_comment_may_stand_above_the_header_lines(write: Write) -> None:
    out = fill(write("{# when it is used #}\n{# and\nwhat it needs #}\nSubject: S\n\nwords\n"))
    assert (out.subject, out.text) == ("S", "words\n")


def test_words_that_look_like_a_header_line_are_words(write: Write) -> None:
    out = fill(write("One question: is this still of interest?\n"))
    assert (out.subject, out.text) == (None, "One question: is this still of interest?\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Subjct: x\n\nwords", "t.j2:1: “Subjct:” is no header line of a template; did you mean “Subject:”?"),
        ("Subject: x\nSubject: y\n\nwords", "t.j2:2: “Subject:” is given twice"),  # R1.2
        ("To: a@example.com, b@example.com\n\nwords", "t.j2:1: “To:” is no header line of a template"),  # R4.5
        ("Subject: x\nBcc: a@example.com\n\nwords", "t.j2:2: “Bcc:” is no header line of a template"),
        ("Subject: x\nHi Sam,\n\nwords", "t.j2:2: a blank line is missing"),
        ("Subject:\n\nwords", "t.j2:1: the Subject line is empty"),
        ("Asks: maybe\n\nwords", "t.j2:1: “Asks: maybe” is not known; write one of interest, close-file, choose"),
        ("Lang: englisch\n\nwords", "t.j2:1: “Lang: englisch” is no language code"),
    ],
)
def test_a_faulty_header_line_is_named_with_its_line(write: Write, text: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        write(text)
    assert message in str(caught.value)


def test_a_file_that_is_not_utf8_says_how_to_mend_it(write: Write, tmp_path: Path, library: Library) -> None:
    (tmp_path / "user" / "t.j2").write_bytes("Subject: x\n\nGrüße\n".encode("latin-1"))
    with pytest.raises(TemplateError, match=r"t\.j2:3: the file is not UTF-8; save it as UTF-8"):
        library.find("t.j2")


def test_a_byte_order_mark_and_windows_line_ends_are_no_words(tmp_path: Path, library: Library) -> None:
    (tmp_path / "user" / "t.j2").write_bytes(b"\xef\xbb\xbfSubject: x\r\n\r\none\r\ntwo\r\n")
    out = fill(library.find("t.j2"))
    assert (out.subject, out.text) == ("x", "one\ntwo\n")


@pytest.mark.parametrize(
    ("user", "shipped", "language", "found"),
    [
        (["c.j2"], ["c.j2"], None, "user/c.j2"),
        ([], ["c.j2"], None, "shipped/c.j2"),
        (["c.j2", "c.de.j2"], [], "de", "user/c.de.j2"),
        (["c.j2", "c.de.j2"], [], "de-AT", "user/c.de.j2"),
        (["c.j2", "c.de.j2"], [], "fr", "user/c.j2"),
        (["c.j2"], ["c.j2", "c.de.j2"], "de", "user/c.j2"),  # their own words come before ours
    ],
)
def test_the_users_file_and_the_contacts_language_are_chosen(
    tmp_path: Path, library: Library, user: list[str], shipped: list[str], language: str | None, found: str
) -> None:
    for folder, names in (("user", user), ("shipped", shipped)):
        for name in names:
            (tmp_path / folder / name).write_text("words\n")
    template = library.find("c.j2", language)
    assert (template.path, template.name) == (tmp_path / found, "c.j2")


def test_a_file_name_and_a_lang_line_must_not_disagree(write: Write) -> None:
    with pytest.raises(TemplateError, match=r"“Lang: en” disagrees with the file name, which says de"):
        write("Lang: en\n\nwords\n", name="c.de.j2")


def test_an_unknown_name_is_answered_with_the_nearest(write: Write, library: Library) -> None:
    write("words\n", name="closer.j2")
    with pytest.raises(TemplateError, match=r"there is no template “closr\.j2” in .*; did you mean “closer\.j2”\?"):
        library.find("closr.j2")


@pytest.mark.parametrize(
    "name", ["../secret.j2", "/etc/hostname.j2", "sub/../../secret.j2", "..\\secret.j2", "secret.txt"]
)
def test_no_name_leads_out_of_the_folders(tmp_path: Path, library: Library, name: str) -> None:
    (tmp_path / "secret.j2").write_text("secret\n")
    (tmp_path / "user" / "secret.txt").write_text("secret\n")
    (tmp_path / "user" / "sub").mkdir()
    with pytest.raises(TemplateError, match="there is no template"):
        library.find(name)


def test_a_link_does_not_lead_out_of_the_folders(tmp_path: Path, library: Library) -> None:
    (tmp_path / "secret.j2").write_text("secret\n")
    (tmp_path / "user" / "linked.j2").symlink_to(tmp_path / "secret.j2")
    with pytest.raises(TemplateError, match="there is no template"):
        library.find("linked.j2")


def test_an_include_comes_from_the_same_folders(write: Write, tmp_path: Path) -> None:
    (tmp_path / "shipped" / "_end.j2").write_text("{# the end #}\nshipped {{ sender.name }}\n")
    template = write('words\n{% include "_end.j2" %}\n')
    assert fill(template).text == "words\nshipped Ana Ruiz\n"
    (tmp_path / "user" / "_end.j2").write_text("mine\n")
    assert fill(template).text == "words\nmine\n"


def test_a_template_can_extend_another_and_keep_its_words(write: Write) -> None:
    write("Subject: base\n\nHello,\n{% block middle %}\nbase\n{% endblock %}\nBye\n", name="base.j2")
    child = write('Subject: child\n\n{% extends "base.j2" %}{% block middle %}{{ super() }}more\n{% endblock %}\n')
    out = fill(child)
    assert (out.subject, out.text) == ("child", "Hello,\nbase\nmore\nBye\n")


@pytest.mark.parametrize("name", ["../secret.j2", "/etc/passwd", "nothing.j2"])
def test_an_include_of_something_else_is_refused(write: Write, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.j2").write_text("secret\n")
    with pytest.raises(TemplateError, match=r"there is no “.*” in the folders of the templates"):
        fill(write(f'words {{% include "{name}" %}}\n'))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Hi {{ contact.firstname }},", "t.j2:3:7: contact.firstname is not known; did you mean contact.first_name?"),
        ("Hi {{ first_name }},", "t.j2:3:7: first_name is not known; did you mean contact.first_name?"),
        ("{{ voice_mail.at | ago }}", "t.j2:3:4: voice_mail is not known; did you mean voicemail"),
        ("{{ sender.firstname }}", "t.j2:3:4: sender.firstname is not known; did you mean sender.first_name?"),
        ("{{ contact.topic }}", "contact.topic is not known; the contact has "),
        ("a\n\n{{ voicemail.at | ago }}", "t.j2:5:4: there is no voicemail logged for sam@acme.example"),
        ("{{ voicemail.note }}", "there is no voicemail logged for sam@acme.example"),
        ("{{ call.at | day }}", "there is no call logged for sam@acme.example"),
        ("{{ agreement.what }}", "no next step is agreed with sam@acme.example; set one with: followupd agree"),
        ("{{ last_email.subject }}", "no e-mail has been sent to sam@acme.example yet"),
        ("{{ next_step.at | day_part }}", "no step follows this one"),
        ("{{ contact.company }}", "contact.company is empty for sam@acme.example"),
        ("{{ sender.postal_address }}", "sender.postal_address is not set; set it in followupd.toml"),
        ("{{ contact.first_name | upcase }}", "t.j2:3: there is no filter “upcase”; there is date, day, day_part"),
        ("{{ contact.first_name }", "t.j2:3: "),
        ("{{ contact.first_name | date }}", "t.j2:3: “Sam” is no date; write it as 2026-03-15"),
        ("{{ now.year }}", "t.j2:3: “.year” cannot be reached here"),
        ("{{ now }}", "t.j2:3: a time is put into words by a filter"),
        ("{{ contact }}", "t.j2:3: this has several parts"),
        ("{{ sender }}", "t.j2:3: this has several parts"),
        ("{# nothing #}", "t.j2:3: the template has no words"),
        ("{{ contact.braces }}", "a piece of template is left in the text, in the line 'Hi {{ first_name }}'"),
        ("{{ contact.bell }}", "a control character is in the text"),
        ("{{ contact.turned }}", "turns the direction of writing"),
    ],
)
def test_a_gap_is_an_error_with_its_place_and_never_a_blank(write: Write, body: str, message: str) -> None:
    """R1.27: a missing variable is an error before anything is sent."""
    person = contact(company=" ", braces="Hi {{ first_name }}", turned="a\u202eb", bell="a\x07b")
    with pytest.raises(TemplateError) as caught:
        fill(write(f"Subject: x\n\n{body}\n"), person)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "value",
    ["x\r\nBcc: a@b.example", "x\ny", "x\x00y", "x\u2028y", "x\u202ey", "x\u200by", "{{ x", "y }}"],
)
def test_no_contact_can_put_anything_but_words_into_a_subject(write: Write, value: str) -> None:
    """R1.27: CR, LF and control characters never reach a header."""
    with pytest.raises(TemplateError, match=r"t\.j2:1: the subject has"):
        fill(write("Subject: For {{ contact.first_name }}\n\nwords\n"), contact(first_name=value))


def test_the_spaces_of_a_subject_are_collapsed(write: Write) -> None:
    assert (
        fill(write("Subject:  For \t {{ contact.first_name }} \n\nw\n"), contact(first_name=" Sam ")).subject
        == "For Sam"
    )


def test_the_data_of_a_contact_is_never_a_template(write: Write) -> None:
    with pytest.raises(TemplateError, match="a piece of template is left"):
        fill(write("{{ contact.first_name }}\n"), contact(first_name="{{ sender.email }}"))


def test_what_may_be_missing_can_be_asked_for(write: Write) -> None:
    body = (
        "{% if voicemail %}V{% endif %}{% if sender.postal_address %}P{% endif %}{% if contact.topic is defined %}T"
        "{% endif %}{{ contact.topic | default('it') }}, {{ contact.name or 'nobody' }}"
    )
    assert fill(write(body)).text == "it, Sam\n"


def test_a_blank_column_counts_as_missing(write: Write) -> None:
    template = write("Hi {{ contact.first_name | default('there') }}\n")
    assert fill(template, contact(first_name="  ")).text == "Hi there\n"


@pytest.mark.parametrize(
    ("typo", "right"), [("voicemial", "voicemail"), ("contact.fist_name", "contact.first_name"), ("range", "now")]
)
def test_a_misspelt_name_in_a_condition_is_no_quiet_no(write: Write, typo: str, right: str) -> None:
    with pytest.raises(TemplateError, match=rf"{typo} is not known; .*{right}"):
        fill(write(f"{{% if {typo} %}}V{{% endif %}}words\n"))


def test_what_the_program_knows_of_a_contact_fills_their_blank_columns(write: Write) -> None:
    person = Contact(
        id=ContactId(1),
        address="sam@acme.example",
        fields={"first_name": "Sam", "timezone": "", "language": "English"},
        timezone="Europe/Paris",
        language="en",
    )
    assert fill(write("{{ contact.timezone }} {{ contact.language }} {{ contact.email }}"), person).text == (
        "Europe/Paris English sam@acme.example\n"
    )


def test_columns_of_any_name_can_be_used(write: Write) -> None:
    person = contact(**{"job title": "Head of Packing", "items": "7", "keys": "8"})
    assert fill(write('{{ contact["job title"] }} {{ contact.items }} {{ contact.keys }}'), person).text == (
        "Head of Packing 7 8\n"
    )


def test_every_fact_can_be_told(write: Write) -> None:
    body = (
        "{{ voicemail.at | ago }}; {{ call.note }}; {{ agreement.what }} on {{ agreement.on | date }}, "
        "made {{ agreement.made_at | ago }}; {{ last_email.subject }}, {{ first_email.at | date }}, "
        "{{ last_contact.kind }}; {{ next_step.at | day_part }}, {{ next_step.kind }}; {{ attempts }}; "
        "{{ sender.first_name }}; {{ contact.met_on | day }}; {{ now | date }}"
    )
    mail = Touch(at=NOW - timedelta(days=14), kind="email", subject="Hello")
    out = render(
        write(body),
        build_variables(
            contact=contact(met_on="2026-03-12"),
            sender=SENDER,
            now=NOW,
            attempts=3,
            first_email=mail,
            last_email=mail,
            last_contact=mail,
            voicemail=Logged(at=NOW - timedelta(minutes=5)),
            call=Logged(at=NOW, note="brief"),
            agreement=Agreement(what="a call", on=date(2026, 3, 13), made_at=NOW - timedelta(days=21)),
            next_step=NextStep(at=NOW + timedelta(days=3), kind="call"),
        ),
        "en",
        BERLIN,
    )
    assert out.text == (
        "a few minutes ago; brief; a call on 13 March, made three weeks ago; Hello, 2 March, email; "
        "Thursday morning, call; 3; Ana; Thursday; 16 March\n"
    )


@pytest.mark.parametrize(
    ("header", "language", "words"),
    [
        ("", None, "Thursday"),
        ("", "de", "Donnerstag"),  # the contact's language where the text says none
        ("Lang: en\n\n", "de", "Thursday"),  # never a German day in an English text
    ],
)
def test_dates_are_in_the_language_of_the_text(write: Write, header: str, language: str | None, words: str) -> None:
    step = NextStep(at=NOW + timedelta(days=3), kind="email")
    assert fill(write(header + "{{ next_step.at | day }}\n"), language=language, next_step=step).text == f"{words}\n"


@pytest.mark.parametrize(
    ("body", "promised"),
    [
        ("until {{ next_step.at | day }}", True),
        ("{% if next_step.kind == 'call' %}{{ next_step.at | day }}{% else %}soon{% endif %}", False),
        ("soon", False),
    ],
)
def test_a_promise_is_one_only_if_the_text_makes_it(write: Write, body: str, promised: bool) -> None:
    step = NextStep(at=NOW + timedelta(days=3), kind="email")
    assert fill(write(body), next_step=step).promised_at == (step.at if promised else None)


def test_a_part_that_is_edited_takes_effect_at_once(write: Write, tmp_path: Path) -> None:
    write("Lang: en\n\none\n", name="_end.j2")
    template = write('{% include "_end.j2" %}\n')
    assert fill(template).text == "one\n"
    write("Lang: en\n\nanother\n", name="_end.j2")
    assert fill(template).text == "another\n"
