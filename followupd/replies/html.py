"""HTML mail -> plain text in which quoted parts carry "> ", so that one code path reads both forms.

Mail clients mark what they quote, and the signature, with elements of their own; the sets below name them. Text that
somebody typed between two quotations keeps its place.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from followupd.replies.interleaved import points_below

MAX_HTML = 256 * 1024
MAX_NESTING = 1000  # the parser's time grows with the square of the depth

_DROPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "select"})
_PARAGRAPHS = frozenset({"p", "blockquote", "ul", "ol", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
_BLOCKS = _PARAGRAPHS | {"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "body"}
_CELLS = frozenset({"td", "th"})

_QUOTE_CLASSES = frozenset(
    {
        "gmail_attr",  # "On ... wrote:" above Gmail's blockquote
        "moz-cite-prefix",
        "moz-forward-container",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",  # Zoho
        "outlookmessageheader",
        "mail-quote-header",
    },
)
_GMAIL = frozenset({"gmail_quote", "gmail_quote_container", "gmail_extra"})
_REST_IDS = frozenset(
    {
        "divrplyfwdmsg",  # Outlook on the web and new Outlook: the From/Sent block, the old mail follows
        "appendonsend",
        "mail-editor-reference-message-container",
        "isforwardcontent",
        "stopspelling",  # Hotmail's rule above the old mail
        "zwchr",  # Zimbra's
    },
)
_QUOTE_IDS = frozenset(
    {"olk_src_body_section", "mac_outlook_attribution_blockquote", "replybody1", "qt", "reply-intro"},
)
_QUOTE_MARKERS = frozenset({"__headers__", "__quoted_text__"})  # Zimbra's
_SIGNATURE_CLASSES = frozenset(
    {
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "protonmail_signature_block",
        "k9mail-signature",
        "front-signature",
        "hs_signature",
        "tutanota-signature",
        "missive_signature",
    },
)
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "composer_signature", "__sig_pre__"})

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source", "p", "li"})
_NOT_SHOWN = re.compile(r"<(?:(script|style|title)\b|!--)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|max-height\s*:\s*0|opacity\s*:\s*0\s*(?:;|$)",
    re.IGNORECASE,
)
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_LINED = re.compile(r"border-left\s*:\s*(?!none|0)", re.IGNORECASE)
_RULED = re.compile(r"border-top\s*:\s*solid\s+(?:#E1E1E1|#B5C4DF)", re.IGNORECASE)  # Outlook's own two greys
_COLOR = re.compile(r"(?<![\w-])color\s*:\s*([^;]{1,40})", re.IGNORECASE)
# Black, grey, white, what a style inherits, and the blues in which Outlook writes mails and links.
_DULL = re.compile(
    r"\s*(?:black|gr[ae]y|white|dimgr[ae]y|inherit|initial|windowtext|currentcolor|navy|"
    r"#([0-9a-f])\1\1|#([0-9a-f]{2})\2\2|#1f497d|#0563c1|#954f72|#44546a|#212121|#242424|#1d1c1d|#222|"
    r"rgba?\(\s*(\d{1,3})\s*,\s*\3\s*,\s*\3\b)",
    re.IGNORECASE,
)
_EMOJI_LENGTH = 8  # characters of a picture's text that stands for a smiley


def text_of(html: str) -> str:
    """Return the text of an HTML body; lines that a client's markup shows as quoted begin with "> "."""
    shallow, deep = _cut_where_deep(html[:MAX_HTML])
    root = LexborHTMLParser(shallow).root
    page = _Page()
    if root is not None:
        _walk(root, page)
    if deep:
        page.add_plain(_ANY_TAG.sub("\n", _shown(deep)))
    return page.text()


def _cut_where_deep(html: str) -> tuple[str, str]:
    """Cut a page in two where its elements lie too deep inside one another; the rest is "" where they do not."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _VOID:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > MAX_NESTING:
                return html[: tag.start()], html[tag.start() :]
    return html, ""


def _shown(html: str) -> str:
    """Return markup without its scripts, styles and comments; what is never closed ends it."""
    kept, position = [], 0
    while opened := _NOT_SHOWN.search(html, position):
        kept.append(html[position : opened.start()])
        closing = f"</{opened[1]}" if opened[1] else "-->"
        end = html.find(closing, opened.end())
        if end < 0:
            return "\n".join(kept)
        position = end
    return "\n".join((*kept, html[position:]))


class _Whose(Enum):
    """Whose words a line holds, as far as the markup tells."""

    WRITER = auto()
    SIGNATURE = auto()
    QUOTED = auto()
    MARKED = auto()  # below the header block of the old mail, in a colour: an answer, if the reply says so


@dataclass(slots=True)
class _Page:
    """Lines in the making."""

    lines: list[tuple[_Whose, str]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    quotes: int = 0  # open elements that quote
    signatures: int = 0  # open elements that hold a signature
    colors: int = 0  # open elements with a colour of their own
    is_colored: bool = True  # every piece of the line has one
    rest_is_quoted: bool = False
    preformatted: int = 0

    def write(self, text: str) -> None:
        if self.preformatted:
            first, *others = text.split("\n")
            self._add(first)
            for line in others:
                self.end_line(force=True)
                self._add(line)
            return
        text = _SPACE.sub(" ", text)
        if not self.pieces or self.pieces[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self._add(text)

    def add_plain(self, text: str) -> None:
        """Add text without markup; it goes on with what the last line was."""
        self.end_line()
        whose = self.lines[-1][0] if self.lines else _Whose.WRITER
        self.lines.extend((whose, line.strip()) for line in unescape(text).split("\n") if line.strip())

    def end_line(self, *, force: bool = False) -> None:
        if self.pieces or force:
            self.lines.append((self._whose(), "".join(self.pieces).strip()))
            self.pieces = []
            self.is_colored = True

    def end_paragraph(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1][1]:
            self.end_line(force=True)

    def text(self) -> str:
        self.end_line()
        written = "\n".join(line for whose, line in self.lines if whose is _Whose.WRITER)
        kept = {_Whose.WRITER}
        if not written.strip():
            kept.add(_Whose.SIGNATURE)  # some type into it
        elif any(whose is _Whose.MARKED for whose, _ in self.lines) and points_below(written):
            kept.add(_Whose.MARKED)
        return "\n".join(line if whose in kept else f"> {line}".rstrip() for whose, line in self.lines).strip("\n")

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.is_colored = self.is_colored and (self.colors > 0 or not text.strip())

    def _whose(self) -> _Whose:
        if self.quotes:
            return _Whose.QUOTED
        if self.rest_is_quoted:
            return _Whose.MARKED if self.is_colored and self.pieces else _Whose.QUOTED
        return _Whose.SIGNATURE if self.signatures else _Whose.WRITER


def _walk(root: LexborNode, page: _Page) -> None:
    """Visit the tree in document order; a node comes off the stack twice, the second time to be closed."""
    stack: list[tuple[LexborNode, _Role | None]] = [(root, None)]
    while stack:
        node, role = stack.pop()
        if role is not None:
            _close(node, page, role)
            continue
        tag = node.tag or ""
        if tag == "-text":
            page.write(node.text_content or "")
            continue
        if tag in _DROPPED or (tag.startswith("-") and node.child is None) or _is_hidden(node):
            continue
        stack.append((node, _open(node, tag, page)))
        children: list[tuple[LexborNode, _Role | None]] = []
        child = node.child
        while child is not None:
            children.append((child, None))
            child = child.next
        stack.extend(reversed(children))


@dataclass(frozen=True, slots=True)
class _Role:
    """What an element does to the text inside it."""

    quotes: bool
    signs: bool
    colors: bool


def _open(node: LexborNode, tag: str, page: _Page) -> _Role:
    if tag == "br":
        page.end_line(force=True)
    elif tag == "img":
        page.write(_smiley(node))
    elif tag in _PARAGRAPHS:
        page.end_paragraph()
    elif tag in _BLOCKS:
        page.end_line()
    if tag == "pre":
        page.preformatted += 1
    if not page.rest_is_quoted and (_ids(node) & _REST_IDS or _is_outlook_header(node, tag)):
        page.end_line()
        page.rest_is_quoted = True
    role = _Role(quotes=_quotes(node, tag), signs=_signs(node), colors=_is_colored(node, tag))
    if role.quotes or role.signs:
        page.end_line()
    page.quotes += role.quotes
    page.signatures += role.signs
    page.colors += role.colors
    return role


def _close(node: LexborNode, page: _Page, role: _Role) -> None:
    tag = node.tag or ""
    if tag in _CELLS:
        page.write(" ")
    elif tag in _PARAGRAPHS:
        page.end_paragraph()
    elif tag in _BLOCKS:
        page.end_line()
    if tag == "pre":
        page.preformatted -= 1
    if role.quotes or role.signs:
        page.end_line()
    page.quotes -= role.quotes
    page.signatures -= role.signs
    page.colors -= role.colors
    if role.quotes and "outlookmessageheader" in _classes(node):
        page.rest_is_quoted = True


def _quotes(node: LexborNode, tag: str) -> bool:
    """Tell whether an element holds a quotation."""
    classes, ids = _classes(node), _ids(node)
    if ids & _QUOTE_IDS or any(name.startswith("yahoo_quoted") for name in ids):
        return True
    if tag == "blockquote":
        style = node.attributes.get("style") or ""
        is_cited = (node.attributes.get("type") or "") == "cite" or bool(classes & _GMAIL)
        is_indentation = _INDENTED.search(style) and not _LINED.search(style)  # one without a line at its side
        return is_cited or not is_indentation
    if classes & _QUOTE_CLASSES or (node.attributes.get("data-marker") or "").lower() in _QUOTE_MARKERS:
        return True
    if (node.attributes.get("name") or "") == "quote":  # GMX and web.de
        return True
    # Gmail's container also holds what was typed between the quotations of an inline answer.
    return bool(classes & _GMAIL) and node.css_first("blockquote") is None


def _signs(node: LexborNode) -> bool:
    """Tell whether an element holds the signature that a client put there."""
    marker = (node.attributes.get("data-marker") or "").lower()
    return bool(_classes(node) & _SIGNATURE_CLASSES or (_ids(node) | {marker}) & _SIGNATURE_IDS)


def _is_outlook_header(node: LexborNode, tag: str) -> bool:
    """Tell whether an element is Outlook's header block: a rule on top, bold labels, an address or a date."""
    if tag != "div" or not _RULED.search(node.attributes.get("style") or ""):
        return False
    labels = [label for label in node.css("b, strong")[:12] if ":" in label.text()]
    return len(labels) >= 3 and bool(re.search(r"@|\d{4}", node.text()[:2000]))


def _is_colored(node: LexborNode, tag: str) -> bool:
    """Tell whether an element gives its text a colour that somebody chose; links have theirs by nature."""
    if tag == "a":
        return False
    color = _COLOR.search(node.attributes.get("style") or "")
    named = color[1] if color else (node.attributes.get("color") or "" if tag == "font" else "")
    return bool(named.strip()) and not _DULL.match(named)


def _smiley(node: LexborNode) -> str:
    """Return the text of a picture that stands for a sign; a logo's is nobody's words."""
    text = node.attributes.get("alt") or ""
    return text if len(text) <= _EMOJI_LENGTH and not re.search(r"\w", text) else ""


def _classes(node: LexborNode) -> set[str]:
    return {name.removeprefix("x_") for name in (node.attributes.get("class") or "").lower().split()}


def _ids(node: LexborNode) -> set[str]:
    """Return the element's id; Outlook on the web puts "x_" before the ids of the mails it quotes."""
    name = (node.attributes.get("id") or "").lower()
    while name.startswith("x_"):
        name = name[2:]
    return {name} if name else set()


def _is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or bool(_HIDDEN.search(node.attributes.get("style") or ""))
