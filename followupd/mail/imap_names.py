"""Names of folders: modified UTF-7 (RFC 3501 section 5.1.3), and which folder plays which role (R1.32).

A role is found by the SPECIAL-USE attribute (RFC 6154), which some servers give in a plain LIST without announcing
it, else by the names that mail programs and providers use in many languages.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from followupd.mail.imap_grammar import values
from followupd.mail.ports import Folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of LIST: attributes in lower case, the name decoded, the separator "" where the server has none."""

    name: str
    attributes: frozenset[str]
    separator: str


def encode_name(name: str) -> str:
    """Return the name in modified UTF-7."""
    return re.sub(r"&|[^ -~]+", lambda run: "&-" if run[0] == "&" else _to_base64(run[0]), name)


def decode_name(raw: str) -> str:
    """Return the name that a modified UTF-7 text stands for; ValueError where it is none."""
    if not raw.isascii() or "&" in re.sub(r"&[A-Za-z0-9+,]*-", "", raw):
        raise ValueError(f"{raw!r} is not modified UTF-7")
    return re.sub(r"&([^-]*)-", lambda run: _from_base64(run[1]) if run[1] else "&", raw)


def _to_base64(text: str) -> str:
    coded = base64.b64encode(text.encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
    return f"&{coded.decode()}-"


def _from_base64(coded: str) -> str:
    padded = coded.replace(",", "/") + "=" * (-len(coded) % 4)
    try:
        return base64.b64decode(padded, validate=True).decode("utf-16-be")
    except binascii.Error as error:
        raise ValueError(f"&{coded}- is not modified UTF-7") from error


def read_list(responses: Iterable[Sequence[bytes]]) -> list[Listed]:
    """Read the untagged answers to LIST. A name that cannot be written back as it came is left out."""
    return [listed for parts in responses if (listed := _read_line(parts)) is not None]


def _read_line(parts: Sequence[bytes]) -> Listed | None:
    if not parts[0].upper().startswith(b"* LIST "):
        return None
    match values(parts)[2:5]:
        case [list() as attributes, separator, bytes() as raw]:
            return _listed(raw.decode("utf-8", "replace"), attributes, separator)
        case _:
            return None


def _listed(raw: str, attributes: Sequence[object], separator: object) -> Listed | None:
    try:
        name = decode_name(raw)
    except ValueError:
        return None
    return Listed(
        name=name,
        attributes=frozenset(word.decode("ascii", "replace").lower() for word in attributes if isinstance(word, bytes)),
        separator=separator.decode("ascii", "replace") if isinstance(separator, bytes) else "",
    )


def roles(listed: Sequence[Listed]) -> Folders:
    """Return the folders that matter. INBOX is always there and always called so (RFC 3501 section 5.1)."""
    usable = [each for each in listed if not each.attributes & {"\\noselect", "\\nonexistent"}]
    return Folders(
        inbox="INBOX",
        junk=_find(usable, "\\junk", _JUNK),
        sent=_find(usable, "\\sent", _SENT),
        all_mail=_find(usable, "\\all", _ALL),
        drafts=_find(usable, "\\drafts", _DRAFTS),
    )


def folder_with(attribute: str, listed: Sequence[Listed]) -> str | None:
    """Return the folder with this attribute, None where none has it."""
    return next((each.name for each in listed if attribute in each.attributes), None)


def _find(usable: Sequence[Listed], attribute: str, names: Sequence[str]) -> str | None:
    """Return the folder with the attribute, else the one with the most usual name, else None."""
    marked = [each for each in usable if attribute in each.attributes]
    candidates = marked or [each for each in usable if _usual_name(each) in names]
    return min(candidates, key=lambda each: _rank(each, names)).name if candidates else None


def _rank(each: Listed, names: Sequence[str]) -> int:
    usual = _usual_name(each)
    return names.index(usual) if usual in names else len(names)


def _usual_name(each: Listed) -> str:
    """Return the last part of a name at the top or right under a provider's root, "" for one that lies deeper."""
    above, _, last = each.name.rpartition(each.separator) if each.separator else ("", "", each.name)
    return last.casefold() if above.casefold() in _ROOTS else ""


_ROOTS = {"", "inbox", "[gmail]", "[google mail]", "mail"}

# By frequency: where a mailbox has several of them, the first one is taken.
_SENT = (
    *("sent", "sent items", "sent messages", "sent mail", "sent-mail", "sent objects"),
    *("gesendet", "gesendete elemente", "gesendete objekte", "gesendete nachrichten", "postausgang gesendet"),
    *("éléments envoyés", "messages envoyés", "envoyés", "objets envoyés", "courrier envoyé"),
    *("enviados", "elementos enviados", "mensajes enviados", "itens enviados", "mensagens enviadas", "correo enviado"),
    *("posta inviata", "inviata", "inviati", "elementi inviati", "messaggi inviati"),
    *("verzonden", "verzonden items", "verzonden berichten", "verzonden objecten"),
    *(
        "skickat",
        "skickade objekt",
        "sendt post",
        "sendte elementer",
        "sendt",
        "sendte",
        "lähetetyt",
        "lähetetyt viestit",
    ),
    *("wysłane", "elementy wysłane", "odeslaná pošta", "odeslané", "odoslaná pošta", "elküldött", "elküldött elemek"),
    *("отправленные", "надіслані", "изпратени", "απεσταλμένα", "gönderilmiş öğeler", "gönderilmiş", "gönderilenler"),
    *("trimise", "elemente trimise", "poslano", "poslani predmeti", "nosūtītie", "išsiųsta", "saadetud"),
    *(
        "送信済み",
        "送信済みアイテム",
        "送信済みメール",
        "已发送",
        "已发送邮件",
        "已傳送郵件",
        "寄件備份",
        "보낸 편지함",
        "보낸편지함",
    ),
    *("הודעות שנשלחו", "פריטים שנשלחו", "العناصر المرسلة", "البريد المرسل", "đã gửi", "terkirim"),
)
_JUNK = (
    *("junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "bulk"),
    *("junk-e-mail", "spamverdacht", "werbung", "unerwünscht", "unerwünschte werbung"),
    *("courrier indésirable", "indésirables", "pourriel"),
    *("correo no deseado", "correo basura", "lixo eletrônico", "lixo eletrónico", "lixo"),
    *("posta indesiderata", "indesiderata", "ongewenste e-mail", "ongewenst"),
    *("skräppost", "søppelpost", "uønsket e-post", "uønsket mail", "uønsket", "roskaposti"),
    *("wiadomości-śmieci", "niechciane", "nevyžádaná pošta", "nevyžiadaná pošta", "levélszemét"),
    *("спам", "нежелательная почта", "небажана пошта", "нежелана поща", "ανεπιθύμητη αλληλογραφία"),
    *("önemsiz", "gereksiz e-posta", "istenmeyen", "mesaje nedorite", "neželena pošta", "rämpspost"),
    *("迷惑メール", "垃圾邮件", "垃圾郵件", "스팸", "스팸함", "정크 메일", "דואר זבל", "البريد غير الهام", "thư rác"),
)
_DRAFTS = (
    *("drafts", "draft", "entwürfe", "entwurf", "brouillons", "brouillon", "borradores", "rascunhos"),
    *("bozze", "concepten", "utkast", "kladder", "luonnokset", "wersje robocze", "kopie robocze", "koncepty"),
    *("piszkozatok", "черновики", "чернетки", "чернови", "πρόχειρα", "taslaklar", "ciorne", "osnutki", "mustandid"),
    *("下書き", "草稿", "草稿箱", "임시 보관함", "임시보관함", "טיוטות", "المسودات", "bản nháp"),
)
_ALL = (
    *("all mail", "alle nachrichten", "tous les messages", "todos", "todos os e-mails", "tutti i messaggi"),
    *("alle berichten", "すべてのメール", "所有邮件", "вся почта"),
)
