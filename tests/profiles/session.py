"""One conversation with a `ProfileServer`: the commands of IMAP that a client like ours has any business to use."""

import asyncio
import re
from datetime import UTC, datetime, timedelta, timezone

from followupd.mail.imap_grammar import MONTHS, read_date
from tests.profiles.mailbox import ProfileServer, Stored
from tests.profiles.providers import Listed, String


class Session:
    """The server's end of a connection; answers BAD to what it does not know."""

    def __init__(self, server: ProfileServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.profile = server, server.profile
        self.changed = asyncio.Event()
        self._reader, self._writer = reader, writer
        self._tag = ""
        self._is_in = False
        self._folder = ""
        self._may_write = False
        self._shown: list[int] = []  # the UIDs by their sequence numbers, as the client knows them

    async def run(self) -> None:
        """Serve until the client leaves."""
        self.server.sessions.add(self)
        await self._say(self.server.answers.get("GREETING", self.profile.greeting))
        while True:
            words, literals = await self._read()
            self.server.seen.append(" ".join(words))
            name = " ".join(words[:2] if words[0].upper() == "UID" else words[:1]).upper()
            if name in self.server.answers:
                text = self.server.answers[name].replace("$TAG", self._tag)
                await self._say(text)
                if text.startswith("* BYE"):
                    return
                continue
            command = getattr(self, f"_do_{name.lower().replace(' ', '_')}", None)
            if command is None:
                await self._say(f"{self._tag} BAD Command received in Invalid state.")
                continue
            await command(words, literals)
            if name == "LOGOUT":
                return

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self._writer.transport.abort()

    # Commands of any state.

    async def _do_capability(self, *_: object) -> None:
        await self._done(f"* CAPABILITY {self.profile.after if self._is_in else self.profile.before}")

    async def _do_login(self, *_: object) -> None:
        self.server.logins += 1
        self._is_in = True
        await self._say(f"{self._tag} {self.profile.login_says}")

    async def _do_id(self, *_: object) -> None:
        await self._done('* ID ("name" "a server")' if "ID" in self.profile.before else "* ID NIL")

    async def _do_noop(self, *_: object) -> None:
        await self._tell_changes()
        await self._done()

    async def _do_logout(self, *_: object) -> None:
        await self._done("* BYE see you")

    async def _do_list(self, words: list[str], _: object) -> None:
        asked = "SPECIAL-USE" in " ".join(words)
        for each in self.profile.folders:
            attributes = each.attributes if asked or not self.profile.on_demand else _plain(each)
            await self._say(f'* LIST ({attributes}) "{self.profile.separator}" "{each.name}"')
        await self._done()

    # Folders.

    async def _do_examine(self, words: list[str], _: object) -> None:
        await self._open(words, may_write=False)

    async def _do_select(self, words: list[str], _: object) -> None:
        await self._open(words, may_write=True)

    async def _open(self, words: list[str], *, may_write: bool) -> None:
        name = _unquoted(" ".join(words[1:]))
        self._folder = ""
        if name not in self.server.boxes:
            await self._say(f"{self._tag} NO [NONEXISTENT] Unknown Mailbox: {name} (Failure)")
            return
        self._folder, self._may_write = name, may_write
        uidnext, self._shown = self.server.view(self, name)
        lines = [f"* {len(self._shown)} EXISTS", "* 0 RECENT", r"* FLAGS (\Answered \Flagged \Draft \Deleted \Seen)"]
        lines.append(f"* OK [UIDVALIDITY {self.server.boxes[name].uidvalidity}] UIDs valid.")
        lines += [f"* OK [UIDNEXT {uidnext}] Predicted next UID."] if self.profile.tells_uidnext else []
        await self._done(*lines, text=f"[READ-{'WRITE' if may_write else 'ONLY'}] {words[0]} completed.")

    async def _do_append(self, words: list[str], literals: list[bytes]) -> None:
        found = re.match(r'APPEND (".*?"|\S+) \(([^)]*)\) "([^"]+)" ', " ".join(words))
        assert found is not None
        folder, at = _unquoted(found[1]), read_date(found[3])
        if folder not in self.server.boxes or at is None:
            await self._say(f"{self._tag} NO [TRYCREATE] No folder {folder} (Failure)")
            return
        uid = self.server.deliver(literals[0], folder, at=at, flags=found[2])
        await self._done(text=f"[APPENDUID {self.server.boxes[folder].uidvalidity} {uid}] APPEND completed.")

    # Messages.

    async def _do_uid_search(self, words: list[str], _: object) -> None:
        await self._tell_changes()
        uids = self._found(words[2].upper(), " ".join(words[3:]))
        self.server.told += len(uids)
        await self._done(f"* SEARCH {' '.join(map(str, uids))}".rstrip())

    def _found(self, key: str, value: str) -> list[int]:
        there = {uid: self._messages()[uid] for uid in self._shown if uid in self._messages()}
        match key:
            case "UID":
                return [uid for uid in self._uids(value) if uid in there]
            case "SINCE":
                day, month, year = value.split("-")
                first = datetime(int(year), MONTHS.index(month) + 1, int(day), tzinfo=self._zone)
                return [uid for uid, message in there.items() if message.at.astimezone(self._zone) >= first]
            case "HEADER":
                wanted = _unquoted(value.partition(" ")[2]).encode().lower()
                return [uid for uid, each in there.items() if wanted in each.raw.partition(b"\r\n\r\n")[0].lower()]
            case _:
                raise AssertionError(key)

    async def _do_uid_fetch(self, words: list[str], _: object) -> None:
        items = " ".join(words[3:]).strip("()").split()
        for uid in self._uids(words[2]):
            if self.profile.expunges_midway:
                await self._tell_gone()
            if uid in self._messages() and uid in self._shown:
                await self._say(self._fetched(self._messages()[uid], items))
        await self._done()

    def _fetched(self, message: Stored, items: list[str]) -> bytes:
        if any("BODY[" in item for item in items):  # not .PEEK: it marks the message as read
            message.flags.add(r"\Seen")
        answers = [self._item(message, item) for item in items if item.upper() != "UID"]
        answers.insert(len(answers) if self.profile.uid_last else 0, b"UID %d" % message.uid)
        return b"* %d FETCH (%s)" % (self._shown.index(message.uid) + 1, b" ".join(answers))

    def _item(self, message: Stored, item: str) -> bytes:
        match item.upper():
            case "FLAGS":
                return f"FLAGS ({' '.join(sorted(message.flags))})".encode()
            case "RFC822.SIZE":
                return b"RFC822.SIZE %d" % int(len(message.raw) * self.profile.size_factor)
            case "INTERNALDATE":
                at = message.at.astimezone(self._zone)
                return f'INTERNALDATE "{at.day:2}-{MONTHS[at.month - 1]}-{at:%Y %H:%M:%S %z}"'.encode()
            case "X-GM-MSGID" if self.profile.is_gmail:
                return b"X-GM-MSGID %d" % message.number
            case "X-GM-LABELS" if self.profile.is_gmail:
                return f"X-GM-LABELS ({self.server.labels(message)})".encode()
            case "BODY.PEEK[HEADER]":
                return b"BODY[HEADER] " + self._string(message.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            case partial if cut := re.fullmatch(r"BODY\.PEEK\[\]<0\.(\d+)>", partial):
                return b"BODY[]<0> " + self._string(message.raw[: int(cut[1])])
            case _:
                raise AssertionError(item)

    def _string(self, text: bytes) -> bytes:
        mark = b"~" if self.profile.text is String.LITERAL8 else b""
        if self.profile.text is String.QUOTED and len(text) < 100 and re.fullmatch(rb"[ -~]*", text):
            return b'"%s"' % text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        return b"%s{%d}\r\n%s" % (mark, len(text), text)

    async def _do_uid_store(self, words: list[str], _: object) -> None:
        assert self._may_write
        assert words[3].upper() == "+FLAGS.SILENT"
        for uid in self._uids(words[2]):
            if uid in self._messages():
                self._messages()[uid].flags.add(" ".join(words[4:]).strip("()"))
        await self._done()

    async def _do_uid_expunge(self, words: list[str], _: object) -> None:
        assert self._may_write
        assert "UIDPLUS" in self.profile.after.split()
        for uid in self._uids(words[2]):
            if uid in self._messages() and r"\Deleted" in self._messages()[uid].flags:
                self.server.remove(uid, self._folder)
        await self._tell_gone()
        await self._done()

    async def _do_uid_move(self, words: list[str], _: object) -> None:
        assert self._may_write
        assert "MOVE" in self.profile.after.split()
        to = _unquoted(" ".join(words[3:]))
        for uid in self._uids(words[2]):
            if uid in self._messages():
                there = self.server.move(uid, self._folder, to)
                await self._say(f"* OK [COPYUID {self.server.boxes[to].uidvalidity} {uid} {there}] (Success)")
        await self._tell_gone()
        await self._done()

    async def _do_idle(self, *_: object) -> None:
        assert "IDLE" in self.profile.after.split()
        await self._say("+ idling")
        leaving = asyncio.ensure_future(self._line())
        try:
            while not leaving.done():
                self.changed.clear()
                if self.profile.pushes:
                    await self._say(self.profile.chatter)
                    await self._tell_changes()
                news = asyncio.ensure_future(self.changed.wait())
                await asyncio.wait({leaving, news}, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
        finally:
            leaving.cancel()
        await (self._done() if leaving.result().upper() == "DONE" else self._say(f"{self._tag} BAD expected DONE"))

    # What they have in common.

    @property
    def _zone(self) -> timezone:
        sign, hours = (-1 if self.profile.zone[0] == "-" else 1), int(self.profile.zone[1:3])
        return timezone(sign * timedelta(hours=hours)) if hours else UTC

    def _messages(self) -> dict[int, Stored]:
        return self.server.boxes[self._folder].messages

    def _uids(self, text: str) -> list[int]:
        """Read a set of UIDs as a server does; `n:*` holds the last message in any case."""
        found: set[int] = set()
        last = max(self._shown, default=0)
        for part in text.split(","):
            first, _, end = part.partition(":")
            low, high = (last if each == "*" else int(each) for each in (first, end or first))
            found |= {uid for uid in self._shown if min(low, high) <= uid <= max(low, high)}
        return sorted(found)

    async def _tell_changes(self) -> None:
        if not self._folder:
            return
        await self._tell_gone()
        _, uids = self.server.view(self, self._folder)
        if len(uids) > len(self._shown):
            self._shown = uids
            await self._say(f"* {len(uids)} EXISTS")

    async def _tell_gone(self) -> None:
        for uid in [each for each in self._shown if each not in self._messages()]:
            await self._say(f"* {self._shown.index(uid) + 1} EXPUNGE")
            self._shown.remove(uid)

    async def _read(self) -> tuple[list[str], list[bytes]]:
        line, literals = await self._line(), []
        while announced := re.search(r"\{(\d+)\+?\}$", line):
            if not announced[0].endswith("+}"):
                await self._say("+ Ready for additional command text.")
            literals.append(await self._reader.readexactly(int(announced[1])))
            line = line[: announced.start()] + await self._line()
        self._tag, *words = line.split(" ")
        return words, literals

    async def _line(self) -> str:
        line = await self._reader.readline()
        if not line:
            raise EOFError
        return line.decode().rstrip("\r\n")

    async def _done(self, *lines: str, text: str = "Completed (Success)") -> None:
        await self._say("\r\n".join([*lines, f"{self._tag} OK {text}"]))

    async def _say(self, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        if data:
            self._writer.write(data + b"\r\n")
            await self._writer.drain()


def _plain(each: Listed) -> str:
    return " ".join(word for word in each.attributes.split() if word.startswith("\\Has"))


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
