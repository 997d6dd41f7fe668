"""A forwarded mail as Gmail, Outlook, Apple Mail or Thunderbird would show it, as text and as HTML (R1.14).

The programs differ in the order of the header block, in what separates it, and in whether the text below is
quoted. The header block is the original's own: nothing here makes up a sender or a date.
"""

import html
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import StrEnum

from followupd.core.letters.forward_words import (
    APPLE,
    CALENDARS,
    GMAIL,
    OUTLOOK,
    OUTLOOK_MAC,
    THUNDERBIRD,
    Words,
    written_date,
)
from followupd.core.letters.mime import html_paragraphs
from followupd.core.letters.original import Original
from followupd.core.model import Person


class ForwardStyle(StrEnum):
    """Whose way of forwarding."""

    GMAIL = "gmail"
    OUTLOOK = "outlook"  # on the web, and 365
    OUTLOOK_MAC = "outlook_mac"  # on the Mac, and the new Outlook
    APPLE = "apple"
    THUNDERBIRD = "thunderbird"


_WORDS = {
    ForwardStyle.GMAIL: GMAIL,
    ForwardStyle.OUTLOOK: OUTLOOK,
    ForwardStyle.OUTLOOK_MAC: OUTLOOK_MAC,
    ForwardStyle.APPLE: APPLE,
    ForwardStyle.THUNDERBIRD: THUNDERBIRD,
}

_ORDER = {
    ForwardStyle.GMAIL: ("sender", "date", "subject", "to", "cc"),
    ForwardStyle.OUTLOOK: ("sender", "date", "to", "cc", "subject"),
    ForwardStyle.OUTLOOK_MAC: ("sender", "date", "to", "cc", "subject"),
    ForwardStyle.APPLE: ("sender", "subject", "date", "to", "cc"),
    ForwardStyle.THUNDERBIRD: ("subject", "date", "sender", "to", "cc"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """The forwarded part of a bump: below the one line on top."""

    prefix: str  # of the subject: "Fwd:", "WG:"
    text: str
    html: str


def forward(original: Original, style: ForwardStyle, language: str, zone: tzinfo | None) -> Forward:
    """Return the forwarded part in a style and a language (ISO 639; English where the language has no table).

    Its date is shown in `zone`, the sender's own.
    """
    spoken = language.replace("_", "-").partition("-")[0].lower()
    spoken = spoken if spoken in CALENDARS else "en"
    words = _WORDS[style][spoken]
    mail = replace(original, sent_at=original.sent_at.astimezone(zone))
    rows = _rows(mail, style, words, written_date(mail.sent_at, words, CALENDARS[spoken]))
    return Forward(
        prefix=words.prefix,
        text=_text(rows, mail.text, style, words),
        html=_HTML[style](rows, mail, words),
    )


def _rows(mail: Original, style: ForwardStyle, words: Words, date: str) -> list[tuple[str, str]]:
    """Return label and value of each line of the header block, in the style's order, empty ones left out."""
    joiner = "; " if style is ForwardStyle.OUTLOOK else ", "

    def people(persons: tuple[Person, ...]) -> str:
        return joiner.join(_person(person, style) for person in persons)

    values = {
        "sender": (words.sender, people((mail.sender,))),
        "date": (words.date, date),
        "to": (words.to, people(mail.to)),
        "cc": (words.cc, people(mail.cc)),
        "subject": (words.subject, mail.subject),
    }
    return [values[name] for name in _ORDER[style] if values[name][1]]


def _person(person: Person, style: ForwardStyle) -> str:
    if person.name:
        return f"{person.name} <{person.address}>"
    return f"<{person.address}>" if style is ForwardStyle.GMAIL else person.address


def _text(rows: list[tuple[str, str]], body: str, style: ForwardStyle, words: Words) -> str:
    gap = "\t" if style is ForwardStyle.THUNDERBIRD else " "
    space = {ForwardStyle.GMAIL: "\n\n", ForwardStyle.THUNDERBIRD: "\n\n\n"}.get(style, "\n")
    block = "".join(f"{label} {gap.strip(' ')}{value}\n" for label, value in rows)
    separator = f"{words.separator}\n" if words.separator else ""
    if style is ForwardStyle.APPLE:
        lines = f"{separator}\n{block}{space}{body}".rstrip("\n").split("\n")
        return "".join(f"> {line}\n" for line in lines)
    return f"{separator}{block}{space}{body}"


def _gmail_html(rows: list[tuple[str, str]], mail: Original, words: Words) -> str:
    lines = "".join(f"{_escaped(label)} {_escaped(value)}<br>\n" for label, value in rows)
    return (
        '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f"{words.separator}<br>\n{lines}</div><br><br>\n{html_paragraphs(mail.text)}</div>"
    )


def _outlook_html(rows: list[tuple[str, str]], mail: Original, _words: Words) -> str:
    return (
        '<hr style="display:inline-block;width:98%" tabindex="-1">\n<div id="divRplyFwdMsg" dir="ltr">'
        f"{_bold_lines(rows)}</div>\n<div>{html_paragraphs(mail.text)}</div>"
    )


def _outlook_mac_html(rows: list[tuple[str, str]], mail: Original, _words: Words) -> str:
    return (
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>'
        f"{_bold_lines(rows)}</p></div>\n<div>{html_paragraphs(mail.text)}</div>"
    )


def _apple_html(rows: list[tuple[str, str]], mail: Original, words: Words) -> str:
    lines = "".join(f"<div><b>{_escaped(label)} </b>{_escaped(value)}</div>\n" for label, value in rows)
    return (
        f'<blockquote type="cite"><div>{_escaped(words.separator)}</div><br>\n{lines}<br>\n'
        f"<div>{html_paragraphs(mail.text)}</div></blockquote>"
    )


def _thunderbird_html(rows: list[tuple[str, str]], mail: Original, words: Words) -> str:
    cells = "".join(
        f'<tr><th valign="BASELINE" align="RIGHT" nowrap="nowrap">{_escaped(label)}\u00a0</th>'
        f"<td>{_escaped(value)}</td></tr>\n"
        for label, value in rows
    )
    return (
        f'<div class="moz-forward-container">{_escaped(words.separator)}\n'
        '<table class="moz-email-headers-table" cellspacing="0" cellpadding="0" border="0">\n'
        f"<tbody>\n{cells}</tbody>\n</table>\n<br>\n{html_paragraphs(mail.text)}</div>"
    )


def _bold_lines(rows: list[tuple[str, str]]) -> str:
    return "<br>\n".join(f"<b>{_escaped(label)}</b> {_escaped(value)}" for label, value in rows)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


_HTML = {
    ForwardStyle.GMAIL: _gmail_html,
    ForwardStyle.OUTLOOK: _outlook_html,
    ForwardStyle.OUTLOOK_MAC: _outlook_mac_html,
    ForwardStyle.APPLE: _apple_html,
    ForwardStyle.THUNDERBIRD: _thunderbird_html,
}
