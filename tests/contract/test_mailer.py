"""The contract of `Mailer`, over the fake one and over aiosmtpd inside this process."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

from followupd.config.settings import Security, Server
from followupd.core.delivery.status import SmtpReply, Stage
from followupd.mail.smtp import SmtpMailer, Submission
from tests.contract.mailer_contract import REFUSED, MailerContract, MailerWorld
from tests.fakes import FakeMailer
from tests.servers.machines import free_port


@dataclass(kw_only=True)
class FakeWorld(MailerWorld):
    mailer: FakeMailer = field(default_factory=FakeMailer)

    async def arrived(self, count: int) -> list[bytes]:
        assert len(self.mailer.delivered) == count
        return [delivery.raw for delivery in self.mailer.delivered]


class TestFakeMailer(MailerContract):
    @pytest.fixture
    def world(self, request: pytest.FixtureRequest) -> MailerWorld:
        world = FakeWorld()
        if "refus" in request.node.name and "unseen" not in request.node.name:
            world.mailer.answer(SmtpReply(stage=Stage.RCPT, code=550, text="5.1.1 no such user"))
        return world


class Takes:
    """An aiosmtpd handler that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == REFUSED:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.messages.append(envelope.content)
        return "250 2.0.0 queued"


@dataclass(kw_only=True)
class AiosmtpdWorld(MailerWorld):
    takes: Takes

    async def arrived(self, count: int) -> list[bytes]:
        assert len(self.takes.messages) == count
        return self.takes.messages


class TestSmtpMailerAtAiosmtpd(MailerContract):
    @pytest_asyncio.fixture
    async def world(self) -> AsyncIterator[MailerWorld]:
        takes, port = Takes(), free_port()
        controller = UnthreadedController(takes, hostname="127.0.0.1", port=port, loop=asyncio.get_running_loop())
        controller.server = await controller._create_server()
        mailer = SmtpMailer(Submission(server=Server(host="127.0.0.1", port=port, security=Security.NONE)))
        yield AiosmtpdWorld(mailer=mailer, takes=takes)
        await mailer.close()
        controller.server.close()
        await controller.server.wait_closed()
