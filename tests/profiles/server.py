"""A small IMAP server whose ways are those of a `Profile`: the oddities of providers, at hand and without accounts.

    async with serve(GMAIL) as server:
        server.deliver(raw, at=now)                  # into INBOX; at Gmail it lies in All Mail, too
        server.move(uid, "INBOX", "Archive")         # as the owner does
        server.answers["LOGIN"] = "$TAG NO [..]"     # from now on, instead of the usual answer; "* BYE" ends it
        server.freeze()                              # it goes on showing what is there now, whatever arrives
        server.seen                                  # every command, without its tag

A test in which a client asks for something that no client should fails at the end of the block.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.profiles.mailbox import ProfileServer
from tests.profiles.providers import Profile
from tests.profiles.session import Session


@asynccontextmanager
async def serve(profile: Profile) -> AsyncIterator[ProfileServer]:
    """Run a server of this kind on a port of its own."""
    server = ProfileServer(profile)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        server.tasks.add(task)
        session = Session(server, reader, writer)
        try:
            await session.run()
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        except Exception as error:
            server.broken.append(error)
            raise
        finally:
            server.sessions.discard(session)
            server.tasks.discard(task)
            writer.close()

    listener = await asyncio.start_server(converse, "127.0.0.1", 0, limit=1 << 20)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        running = list(server.tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        assert not server.broken, server.broken  # whoever asked what no client should must fail
