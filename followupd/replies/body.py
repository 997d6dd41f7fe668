"""From the leaves of a message to the one text that its writer wrote, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from followupd.replies.html import text_of
from followupd.replies.mime import Part

_ENCRYPTED = frozenset({"application/pgp-encrypted", "application/x-pkcs7-mime", "application/pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_CALENDAR = frozenset({"text/calendar", "application/ics"})
_REPORTS = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/feedback-report", "text/rfc822-headers"},
)
_PGP_BEGIN = "-----BEGIN PGP MESSAGE-----"
_SEE_HTML = 40  # a plain part shorter than this next to a longer HTML part is only a pointer to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """`plain` and `html` are the two forms of the text, the latter as `html.text_of` gives it; "" where missing."""

    plain: str = ""
    html: str = ""
    unreadable: str = ""
    calendar: str = ""
    has_attachment: bool = False

    @property
    def text(self) -> str:
        """The form to read."""
        plain, html = self.plain.strip(), self.html.strip()
        pointer = len(plain) < _SEE_HTML < len(html) and plain not in html
        return self.html if not plain or pointer else self.plain


def body_of(parts: Sequence[Part], *, truncated: bool) -> Body:
    """Choose among the leaves; a text that is an attachment by its own word is none of the writer's."""
    texts = [part for part in parts if _is_text(part)]
    texts = [part for part in texts if not part.filename] or texts  # Apple Mail calls attached text files inline
    plain = "\n".join(part.text() for part in texts if part.content_type != "text/html")
    html = "\n".join(text_of(part.text()) for part in texts if part.content_type == "text/html")
    calendar = next((part.text() for part in parts if _is_calendar(part)), "")
    return Body(
        plain=plain,
        html=html,
        unreadable=_unreadable(parts, plain + html, calendar, truncated=truncated),
        calendar=calendar,
        has_attachment=any(_is_attachment(part) for part in parts),
    )


def _is_text(part: Part) -> bool:
    if part.disposition == "attachment" or (part.filename and not part.disposition):
        return False
    is_unknown_text = part.content_type.startswith("text/") and part.content_type not in _CALENDAR | _REPORTS
    return is_unknown_text and part.content_type not in {"text/x-amp-html", "text/css", "text/vcard", "text/x-vcard"}


def _is_calendar(part: Part) -> bool:
    return part.content_type in _CALENDAR or part.filename.lower().endswith(".ics")


def _is_attachment(part: Part) -> bool:
    """Tell what somebody attached from what belongs to the mail itself, such as the logo of a signature."""
    is_logo = "multipart/related" in part.path and bool(part.fields.raw("content-id"))
    is_ours_to_read = part.content_type in _SIGNATURES | _REPORTS | {"message/rfc822"}
    return not (is_logo or is_ours_to_read or _is_text(part) or _is_calendar(part))


def _unreadable(parts: Sequence[Part], text: str, calendar: str, *, truncated: bool) -> str:
    """Say why the text cannot be read; "" where it can (R2.22, R2.23)."""
    if any(part.content_type in _ENCRYPTED or "multipart/encrypted" in part.path for part in parts):
        return "encrypted"
    if text.lstrip().startswith(_PGP_BEGIN):
        return "encrypted"
    if "\0" in text:
        return "its text holds NUL bytes: it is no text"  # RFC 5322 section 2.3 has none
    if text.strip() or calendar:
        return ""
    if any(part.content_type in _TNEF or part.filename.lower() == "winmail.dat" for part in parts):
        return "only a winmail.dat (TNEF) of Outlook"
    return "cut off before its text begins" if truncated else ""
