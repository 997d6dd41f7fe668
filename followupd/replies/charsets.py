"""Bytes of a body or an encoded-word -> text, for every label that senders put on them.

The label is a hint from a stranger: only codecs of a fixed table are used (no utf-7, no punycode, nothing that
compresses), and whatever they cannot decode comes out as replacement characters, never as an error.
"""

from collections.abc import Mapping

_UTF8_FIRST = frozenset({"", "ascii", "latin-1", "cp1252"})
"""Labels that mean little: mailers put them on UTF-8 too, and valid UTF-8 is never Latin-1 by accident."""

_CODECS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "7bit": "ascii",
    "8bit": "latin-1",
    "iso-8859-1": "cp1252",  # what the label means to every mail client, as in the WHATWG table
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "cp932": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "cp949": "cp949",
    "iso-2022-kr": "iso2022_kr",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "cp437": "cp437",
    "ibm437": "cp437",
    "cp850": "cp850",
    "ibm850": "cp850",
    "ibm852": "cp852",
    "cp866": "cp866",
    "ibm866": "cp866",
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (*range(2, 12), *range(13, 17))},
    **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
    **{f"cp{n}": f"cp{n}" for n in range(1250, 1259)},
}


_LONG = 16_000


def decode(data: bytes, label: str = "") -> str:
    """Decode by the label where the table knows it, else as UTF-8, else as what Windows would have meant."""
    codec = _CODECS.get(label.strip().strip("\"'").lower(), "")
    if codec in _UTF8_FIRST:
        return _guess(data)
    return data.decode(codec, "replace")


def _guess(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body that was cut at our limit may end in the middle of a character, and is still UTF-8.
        if error.reason == "unexpected end of data" and error.start >= _LONG:
            return data[: error.start].decode("utf-8")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
