"""HTML mail -> plain text in which quoted parts carry "> ", so that one code path reads both forms.

Mail clients mark what they quote with elements of their own; `_QUOTES` and `_REST_IS_QUOTED` name them. Text that
somebody typed between two quotations keeps its place.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
        "reply-intro",  # Roundcube
    },
)
_QUOTE_IDS = frozenset({"olk_src_body_section", "replybody1", "qt"})

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source", "p", "li"})
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)


def text_of(html: str) -> str:
    """Return the text of an HTML body; lines that a client's markup shows as quoted begin with "> "."""
    html = html[:MAX_HTML]
    if _nesting(html) > MAX_NESTING:
        return _ANY_TAG.sub("\n", html)
    root = LexborHTMLParser(html).root
    if root is None:
        return ""
    page = _Page()
    _walk(root, page)
    return page.text()


def _nesting(html: str) -> int:
    """Return at most how deep the elements of a page lie inside one another."""
    depth = deepest = 0
    for close, tag in _TAG.findall(html):
        if tag.lower() not in _VOID:
            depth = depth - 1 if close else depth + 1
            deepest = max(deepest, depth)
    return deepest


@dataclass(slots=True)
class _Page:
    """Lines in the making."""

    lines: list[tuple[bool, str]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    quotes: int = 0  # open elements that quote
    rest_is_quoted: bool = False
    preformatted: int = 0

    def write(self, text: str) -> None:
        if self.preformatted:
            first, *others = text.split("\n")
            self.pieces.append(first)
            for line in others:
                self.end_line(force=True)
                self.pieces.append(line)
            return
        text = _SPACE.sub(" ", text)
        if not self.pieces or self.pieces[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self.pieces.append(text)

    def end_line(self, *, force: bool = False) -> None:
        if self.pieces or force:
            self.lines.append((bool(self.quotes) or self.rest_is_quoted, "".join(self.pieces).strip()))
            self.pieces = []

    def end_paragraph(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1][1]:
            self.end_line(force=True)

    def text(self) -> str:
        self.end_line()
        return "\n".join(f"> {line}".rstrip() if quoted else line for quoted, line in self.lines).strip("\n")


def _walk(root: LexborNode, page: _Page) -> None:
    """Visit the tree in document order; a node comes off the stack twice, the second time to be closed."""
    stack: list[tuple[LexborNode, bool, bool]] = [(root, False, False)]
    while stack:
        node, closing, quotes = stack.pop()
        if closing:
            _close(node, page, quotes=quotes)
            continue
        tag = node.tag or ""
        if tag == "-text":
            page.write(node.text_content or "")
            continue
        if tag in _DROPPED or (tag.startswith("-") and node.child is None) or _is_hidden(node):
            continue
        quotes = _open(node, tag, page)
        stack.append((node, True, quotes))
        children: list[tuple[LexborNode, bool, bool]] = []
        child = node.child
        while child is not None:
            children.append((child, False, False))
            child = child.next
        stack.extend(reversed(children))


def _open(node: LexborNode, tag: str, page: _Page) -> bool:
    if tag == "br":
        page.end_line(force=True)
    elif tag in _PARAGRAPHS:
        page.end_paragraph()
    elif tag in _BLOCKS:
        page.end_line()
    if tag == "pre":
        page.preformatted += 1
    if _ids(node) & _REST_IDS:
        page.end_line()
        page.rest_is_quoted = True
    if quotes := _quotes(node, tag):
        page.end_line()
        page.quotes += 1
    return quotes


def _close(node: LexborNode, page: _Page, *, quotes: bool) -> None:
    tag = node.tag or ""
    if tag in _CELLS:
        page.write(" ")
    elif tag in _PARAGRAPHS:
        page.end_paragraph()
    elif tag in _BLOCKS or quotes:
        page.end_line()
    if tag == "pre":
        page.preformatted -= 1
    if quotes:
        page.end_line()
        page.quotes -= 1
        if "outlookmessageheader" in _classes(node):
            page.rest_is_quoted = True


def _quotes(node: LexborNode, tag: str) -> bool:
    """Tell whether an element holds a quotation."""
    classes = _classes(node)
    if tag == "blockquote":
        style = node.attributes.get("style") or ""
        is_cited = (node.attributes.get("type") or "") == "cite" or bool(classes & _GMAIL)
        return is_cited or not _INDENTED.search(style)  # a blockquote without a border is an indentation
    if classes & _QUOTE_CLASSES or _ids(node) & _QUOTE_IDS:
        return True
    if (node.attributes.get("name") or "") == "quote":  # GMX and web.de
        return True
    # Gmail's container also holds what was typed between the quotations of an inline answer.
    return bool(classes & _GMAIL) and node.css_first("blockquote") is None


def _classes(node: LexborNode) -> set[str]:
    return {name.removeprefix("x_") for name in (node.attributes.get("class") or "").lower().split()}


def _ids(node: LexborNode) -> set[str]:
    """Return the element's id; Outlook on the web puts "x_" before the ids of the mails it quotes."""
    name = (node.attributes.get("id") or "").lower()
    while name.startswith("x_"):
        name = name[2:]
    return {name} if name else set()


def _is_hidden(node: LexborNode) -> bool:
    return bool(_HIDDEN.search(node.attributes.get("style") or ""))
