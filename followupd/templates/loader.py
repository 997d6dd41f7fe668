"""Finds template files, the user's before the shipped, and takes their header lines apart.

A file is: comments if any, header lines (`Subject:`, `Asks:`, `Lang:`) if any and a blank line, then the words.
Nothing outside the two folders is ever read, whatever name is asked for. Jinja is not known here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from followupd.core.language.wording import base_language
from followupd.core.model import Asks
from followupd.templates.errors import TemplateError

SUFFIX = ".j2"
MAX_BYTES = 65_536
_HEADERS = ("subject", "asks", "lang")
# A template that starts with one of these was meant to set it, which no template may.
_NOT_OURS = frozenset({"from", "to", "cc", "bcc", "reply-to", "date", "sender", "message-id", "in-reply-to"})
_HEADER_LINE = re.compile(r"([A-Za-z][A-Za-z-]*):[ \t]*(.*)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_FILE_LANGUAGE = re.compile(r"[a-z]{2}")
_COMMENT = re.compile(r"\s*\{#.*?#\}[ \t]*\n?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template as it stands in its file: plain data, its words not yet looked at.

    `name` is the name it is known by in sequences (`closer.j2`), also where `path` is `closer.de.j2`.
    """

    name: str
    path: Path
    folders: tuple[Path, ...]  # where what it includes is looked for
    body: str
    body_line: int = 1  # the line of the file on which the body starts
    subject: str | None = None  # its source; None where the file has no Subject line
    subject_line: int = 1
    subject_column: int = 1
    asks: Asks | None = None
    language: str | None = None  # ISO 639 code; None where neither header nor file name says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All templates: those of the user's folder, if there is one, before the shipped."""

    user_dir: Path | None
    shipped_dir: Path

    @property
    def folders(self) -> tuple[Path, ...]:
        return tuple(folder for folder in (self.user_dir, self.shipped_dir) if folder is not None)

    def find(self, name: str, language: str | None = None) -> Template:
        """Return the template of this name in this language, else in the language it is written in.

        The user's `closer.j2` comes before a shipped `closer.de.j2`: who has rewritten a text wants their own
        words. Raises `TemplateError` where there is none or the file is faulty. Reads the file at each call.
        """
        for folder in self.folders:
            for candidate in _candidates(name, language):
                path = resolve(folder, candidate)
                if path is not None:
                    return read_template(path, name=name, folders=self.folders)
        raise TemplateError(self._not_found(name))

    def names(self) -> tuple[str, ...]:
        """Return the file names of all templates, both folders together; parts (`_name.j2`) are left out."""
        found = {path.name for folder in self.folders for path in folder.glob(f"*{SUFFIX}")}
        return tuple(sorted(name for name in found if not name.startswith("_")))

    def _not_found(self, name: str) -> str:
        near = get_close_matches(name, self.names(), n=1)
        hint = f"; did you mean “{near[0]}”?" if near else ""
        places = " or ".join(str(folder) for folder in self.folders)
        return f"there is no template “{name}” in {places}{hint}"


def resolve(folder: Path, name: str) -> Path | None:
    """Return the file of this name inside the folder; None where there is none or the name leads out of it."""
    if not name.endswith(SUFFIX) or "\\" in name or "\0" in name:
        return None
    root = folder.resolve()
    path = (root / name).resolve()
    return folder / name if path.is_relative_to(root) and path.is_file() else None


def read_source(path: Path) -> str:
    """Return the text of a file with "\\n" line ends; raises `TemplateError` where it is no readable text."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TemplateError(f"the file cannot be read: {error.strerror}", path=path) from error
    if len(raw) > MAX_BYTES:
        raise TemplateError(f"the file is larger than {MAX_BYTES // 1024} kB: this is no template", path=path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TemplateError("the file is not UTF-8; save it as UTF-8", path=path, line=line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_template(path: Path, *, name: str, folders: tuple[Path, ...]) -> Template:
    """Read one file; raises `TemplateError` where its header lines are faulty."""
    lines = read_source(path).split("\n")
    start, end = _header_span(lines)
    headers = _read_headers(path, lines, start, end)
    subject_line, subject = headers.get("subject", (1, None))
    if subject == "":
        raise TemplateError("the Subject line is empty", path=path, line=subject_line)
    return Template(
        name=name,
        path=path,
        folders=folders,
        body="\n".join(lines[end:]),
        body_line=end + 1,
        subject=subject,
        subject_line=subject_line,
        subject_column=lines[subject_line - 1].find(subject or "") + 1,
        asks=_asks(path, *headers["asks"]) if "asks" in headers else None,
        language=_language(path, headers.get("lang")),
    )


def body_of(source: str) -> tuple[str, int]:
    """Return the words of a source without its header lines, and the line they start on."""
    lines = source.split("\n")
    _, end = _header_span(lines)
    return "\n".join(lines[end:]), end + 1


def _candidates(name: str, language: str | None) -> Iterator[str]:
    if language:
        yield f"{name.removesuffix(SUFFIX)}.{base_language(language)}{SUFFIX}"
    yield name


def _header_span(lines: list[str]) -> tuple[int, int]:
    """Return where the header lines start and where the words start; both 0 where there are no header lines."""
    comments = 0
    text = "\n".join(lines)
    while match := _COMMENT.match(text, comments):
        comments = match.end()
    start = text.count("\n", 0, comments)
    if start >= len(lines) or not _starts_header(lines[start]):
        return 0, 0
    blank = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
    return start, min(blank + 1, len(lines))


def _starts_header(line: str) -> bool:
    match = _HEADER_LINE.fullmatch(line.rstrip())
    if match is None:
        return False
    name = match[1].lower()
    return name in _NOT_OURS or bool(get_close_matches(name, _HEADERS, n=1, cutoff=0.75))


def _read_headers(path: Path, lines: list[str], start: int, end: int) -> dict[str, tuple[int, str]]:
    headers: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines[start:end], start=start + 1):
        if not line.strip():
            continue
        match = _HEADER_LINE.fullmatch(line.rstrip())
        if match is None:
            raise TemplateError(
                "a blank line is missing between the header lines and the words", path=path, line=number
            )
        name = match[1].lower()
        if name not in _HEADERS:
            raise TemplateError(_unknown_header(match[1]), path=path, line=number)
        if name in headers:
            raise TemplateError(f"“{match[1]}:” is given twice", path=path, line=number)
        headers[name] = (number, match[2].strip())
    return headers


def _unknown_header(name: str) -> str:
    near = get_close_matches(name.lower(), _HEADERS, n=1)
    hint = f"; did you mean “{near[0].capitalize()}:”?" if near else "; a template sets Subject, Asks and Lang"
    return f"“{name}:” is no header line of a template{hint}"


def _asks(path: Path, line: int, value: str) -> Asks:
    try:
        return Asks(value.lower())
    except ValueError:
        known = ", ".join(Asks)
        raise TemplateError(f"“Asks: {value}” is not known; write one of {known}", path=path, line=line) from None


def _language(path: Path, header: tuple[int, str] | None) -> str | None:
    """Take the language from `Lang:`, else from a file name like closer.de.j2; the two must not disagree."""
    suffix = path.name.removesuffix(SUFFIX).partition(".")[2]
    named = suffix if _FILE_LANGUAGE.fullmatch(suffix) else None
    if header is None:
        return named
    line, value = header
    if not _LANGUAGE.fullmatch(value):
        raise TemplateError(f"“Lang: {value}” is no language code such as en or de", path=path, line=line)
    if named is not None and base_language(value) != named:
        raise TemplateError(f"“Lang: {value}” disagrees with the file name, which says {named}", path=path, line=line)
    return base_language(value)
