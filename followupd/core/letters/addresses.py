"""Mail addresses: strict about those we write to, forgiving about those we only compare.

Terms: an address is `local@domain`; the *local part* means something to its own server only, the *domain* is
compared in its ASCII form (A-labels, IDNA 2008). The standard library's idna codec is IDNA 2003 and would turn
straße.de into strasse.de, which is somebody else's. An *international* address has a local part outside ASCII
(RFC 6531); it is kept in NFC (RFC 6532 section 3.1), and only a contact may have one.
"""

import re
import string
import unicodedata

import idna

from followupd.core.errors import DataError
from followupd.core.letters.freemail import FREEMAIL_DOMAINS, FREEMAIL_NAMES
from followupd.core.model import Person


class AddressError(DataError):
    """An address that cannot be written to, or a text that is not exactly one address."""


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_PLAIN_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, format, half a character, line and paragraph ends
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})
_PRESENTATION = range(0xFB00, 0x10000)  # ligatures, full and half width: what a PDF or an input method leaves behind
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def parse_address(text: str, *, eai: bool = False) -> Person:
    """Read exactly one address, `ana@example.com` or `Ana Ruiz <ana@example.com>`; raises `AddressError`.

    A name with any of `,;:<>@"` has to stand in double quotes, as in a mail: without them
    "Ana <b@x.example>, c@x.example" would pass for one address. `eai` allows a local part outside ASCII (RFC 6531).
    """
    _refuse_hidden(text)
    before, bracket, address = text.strip().removesuffix(">").rpartition("<")
    if not bracket:
        return Person(address=normalise(text, eai=eai))
    return Person(address=normalise(address, eai=eai), name=_display_name(before.strip(), text))


def normalise(address: str, *, eai: bool = False) -> str:
    """Return the one spelling that an address is stored in: domain in lower-case A-labels, local part in NFC.

    Raises `AddressError` for anything but a single address with a dotted domain. Quoted local parts and address
    literals are legal in RFC 5321 and refused here: nobody's contact has one, but many a typing error looks so.
    """
    _refuse_hidden(address)
    local, at, domain = address.strip().rpartition("@")
    local = unicodedata.normalize("NFC", local)
    if not at or not local or not domain:
        raise AddressError(f"“{address}” is not an e-mail address: it needs a name, one @ and a domain")
    if not local.isascii() and not eai:
        raise AddressError(
            f"“{address}” has letters outside ASCII before the @: followupd can write to such an address, but not "
            "from it; use another one of yours"
        )
    if slip := next((character for character in local if not _may_be_meant(character)), None):
        raise AddressError(
            f"“{address}” is not an e-mail address: “{slip}” (U+{ord(slip):04X}) cannot stand before the @, "
            "type it again by hand"
        )
    if not _LOCAL.fullmatch(re.sub(r"[^\x00-\x7f]", "x", local)):
        raise AddressError(f"“{address}” is not an e-mail address: “{local}” cannot stand before the @")
    if len(local.encode()) > 64:
        raise AddressError(f"“{address}” is not an e-mail address: more than 64 characters before the @")
    return f"{local}@{_ascii_domain(domain, address)}"


def address_key(address: str) -> str:
    """Return the form in which two addresses are compared (R2.4). Takes any text and never raises.

    The local part goes by without regard to case: a server that tells Jo@ from jo@ is rarer than a contact whose
    telephone writes a capital. Only that of ASCII letters: beyond them folding makes one of two people (ß, ss).
    """
    local, at, domain = address.strip().rpartition("@")
    try:
        return f"{_folded(local)}{at}{_ascii_domain(domain, address)}"
    except AddressError:
        return address.strip().casefold()


def same_address(a: str, b: str) -> bool:
    """Whether mail to the one reaches whoever the other reaches, as far as can be told without asking."""
    return address_key(a) == address_key(b)


def alias_hint(a: str, b: str) -> bool:
    """Whether two different addresses look like one mailbox: a +tag, or dots at Gmail.

    A hint for a person to confirm, never a reason to act (R2.4).
    """
    return not same_address(a, b) and _without_tag(a) == _without_tag(b)


def is_international(address: str) -> bool:
    """Whether mail to a normalised address needs SMTPUTF8 (RFC 6531)."""
    return not address.isascii()


def domain_of(address: str) -> str:
    """Return the domain in comparable form, "" where there is none."""
    return address_key(address).rpartition("@")[2] if "@" in address else ""


def is_freemail(domain: str) -> bool:
    """Whether strangers share this domain, so that it says nothing about where its owner works."""
    labels = domain.split(".")
    listed = any(".".join(labels[start:]) in FREEMAIL_DOMAINS for start in range(len(labels)))
    national = labels[0] in FREEMAIL_NAMES and (len(labels) == 2 or (len(labels) == 3 and len(labels[1]) <= 3))
    return listed or national


def _folded(local: str) -> str:
    return unicodedata.normalize("NFC", local).translate(_ASCII_LOWER)


def _may_be_meant(character: str) -> bool:
    """Whether a character of a local part is one that people have in their names.

    RFC 6531 allows all of Unicode; a curly apostrophe or a dash is what a spreadsheet made of the one that was typed.
    """
    if character.isascii():
        return True  # for the grammar to judge
    return unicodedata.category(character) in _LETTERS and ord(character) not in _PRESENTATION


def _display_name(name: str, text: str) -> str:
    """Return a name without its quotes; without quotes it must not have what ends a name in a mail."""
    if _QUOTED.fullmatch(name):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    elif re.search(r'[,;:<>@"\\]', name):
        raise AddressError(f"“{text}” is not one address: a name with , ; : @ or < has to stand in double quotes")
    return " ".join(name.split())


def _ascii_domain(domain: str, address: str) -> str:
    domain = domain.casefold() if domain.isascii() else domain
    if not _PLAIN_DOMAIN.fullmatch(domain) or "xn--" in domain:
        domain = _a_labels(domain, address)
    if len(domain) > 253:
        raise AddressError(f"“{address}” is not an e-mail address: its domain is too long")
    return domain


def _a_labels(domain: str, address: str) -> str:
    """Convert by UTS 46 and IDNA 2008; what idna lets through still has to look like a host name with a dot."""
    try:
        ascii_domain = idna.encode(domain[:300], uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as fault:
        raise AddressError(f"“{address}” is not an e-mail address: “{domain}” is not a domain ({fault})") from fault
    if not _PLAIN_DOMAIN.fullmatch(ascii_domain):
        raise AddressError(f"“{address}” is not an e-mail address: “{domain}” is not a domain with a dot in it")
    return ascii_domain


def _refuse_hidden(text: str) -> None:
    """Refuse what a person does not see: line ends that would add header fields, marks that turn the text around."""
    hidden = {character for character in text if unicodedata.category(character) in _HIDDEN}
    if hidden:
        visible = "".join("�" if character in hidden else character for character in text)
        codes = ", ".join(sorted(f"U+{ord(character):04X}" for character in hidden))
        raise AddressError(f"“{visible}” has invisible characters ({codes}) in it: type it again")


def _without_tag(address: str) -> str:
    local, _, domain = address_key(address).rpartition("@")
    local = local.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
