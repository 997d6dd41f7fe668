"""The tables. Each row is one fact with its time; what may never happen twice is a unique key."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.schema import SchemaItem


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python, naive UTC in the database: SQLite knows no zones and would return naive times."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive times: they would be taken for UTC without a word."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time must not be stored: {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Say what was agreed when it was stored."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()


def _numbered(name: str, *columns: SchemaItem) -> Table:
    """Return a table whose ids are given out once: SQLite would give those of erased rows to new ones."""
    identity = Column("id", Integer, primary_key=True, autoincrement=True)
    return Table(name, metadata, identity, *columns, sqlite_autoincrement=True)


def _to(name: str, table: Table, *, required: bool = True) -> Column[Any]:
    return Column(name, Integer, ForeignKey(table.c.id), nullable=not required, index=True)


meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),  # schema, hash_key, paused, log_position …
    Column("value", Text, nullable=False),
)

contacts = _numbered(
    "contacts",
    Column("address", String(320), nullable=False, unique=True),
    Column("fields", JSON, nullable=False),
    Column("timezone", String(64)),
    Column("country", String(16)),
    Column("language", String(16)),
    Column("created_at", UtcDateTime, nullable=False),
)
# However an address is capitalised, it is one person; and an import of thousands finds each of them by this.
Index("contacts_by_address", func.lower(contacts.c.address), unique=True)

enrollments = _numbered(
    "enrollments",
    _to("contact", contacts),
    Column("sequence", String(128), nullable=False),
    Column("mailbox", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("step", Integer, nullable=False),
    Column("step_key", String(200), nullable=False),
    Column("enrolled_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("promised_at", UtcDateTime),
    Column("not_before", UtcDateTime),
    Column("hold", String(16)),
    Column("stop", String(16)),
    Column("revision", Integer, nullable=False),
    # The dispatch tick reads this index alone, however many enrollments wait.
    Index(
        "enrollments_due",
        "mailbox",
        "due_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

mails = _numbered(
    "mails",
    _to("enrollment", enrollments),
    _to("contact", contacts),
    Column("mailbox", String(64), nullable=False),
    Column("step", Integer, nullable=False),
    Column("step_key", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False, index=True),  # sending, accepted, deferred, refused, in-doubt
    Column("message_id", String(255), nullable=False, unique=True),
    Column("wire_id", String(255), unique=True),  # the id that the provider put in its place
    Column("recipient", String(320), nullable=False),
    Column("domain", String(255), nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),  # our words, without what a bump forwards
    Column("raw", LargeBinary, nullable=False),
    Column("thread_index", LargeBinary(22), index=True),  # its head, the same in the whole conversation
    Column("asks", String(16)),
    Column("attempt", Integer, nullable=False),
    Column("first_claimed_at", UtcDateTime, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False, index=True),
    Column("sent_at", UtcDateTime, index=True),
    Column("answer", Text, nullable=False, server_default=""),  # what the server said last
    Column("next_step", Integer, nullable=False),  # the plan that was made, and perhaps written into the text,
    Column("next_step_key", String(200), nullable=False),  # before it was sent
    Column("next_due_at", UtcDateTime, nullable=False),
    Column("next_promised", Boolean, nullable=False),
    Column("filed", Boolean, nullable=False, server_default=false()),  # a copy is known to be in Sent
    # A step is one mail, whatever else fails.
    UniqueConstraint("enrollment", "step_key"),
)

attempts = _numbered(
    "attempts",
    _to("contact", contacts),
    _to("enrollment", enrollments, required=False),
    _to("mail", mails, required=False),
    Column("channel", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

agreements = _numbered(
    "agreements",
    _to("contact", contacts),
    Column("what", Text, nullable=False),
    Column("agreed_on", Date, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("next_sequence", String(128)),  # to go on with, where nothing has happened when the day is over
    Column("settled_at", UtcDateTime),  # when that was seen to
)

# What a mail of ours said about the time of the next step.
promises = _numbered(
    "promises",
    _to("contact", contacts),
    _to("enrollment", enrollments),
    Column("step_key", String(200), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("standing", String(16), nullable=False, index=True),
    Column("done_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
)

tasks = _numbered(
    "tasks",
    _to("contact", contacts),
    _to("enrollment", enrollments),
    Column("hold", String(16), nullable=False),  # why the enrollment waits for this
    Column("step_key", String(200), nullable=False),
    Column("words", Text, nullable=False),  # the script to read out, or what there is to decide
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime, index=True),
    Column("outcome", String(32)),
    Column("note", Text, nullable=False, server_default=""),
)

replies = _numbered(
    "replies",
    _to("contact", contacts),
    _to("enrollment", enrollments, required=False),
    Column("mailbox", String(64), nullable=False),
    Column("folder", String(255), nullable=False),
    Column("message_id", String(998), nullable=False),
    # Of the message's bytes where it has no Message-ID: the same message in two folders takes effect once.
    Column("identity", String(64), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("sender", String(320), nullable=False),
    Column("subject", Text, nullable=False),
    Column("fresh", Text, nullable=False),
    Column("quoted", Text, nullable=False),
    Column("matched_by", String(32), nullable=False),
    Column("label", String(16), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("resume_on", Date),
    Column("evidence", JSON, nullable=False),
    Column("action", String(32), nullable=False),
    Column("asked", Text),  # what our mail asked, as the reader took it; NULL before schema 2
    UniqueConstraint("mailbox", "identity"),
)

log_lines = _numbered(
    "log_lines",
    _to("reply", replies),
    Column("line", Text, nullable=False),
)

# What the owner said of a reply; never changed. Of its words only what `replies.learning.traces` keeps.
corrections = _numbered(
    "corrections",
    _to("contact", contacts),
    _to("reply", replies),
    Column("made_at", UtcDateTime, nullable=False),
    Column("was", String(16), nullable=False),
    Column("label", String(16), nullable=False),
    Column("until", Date),
    Column("writer", String(32), nullable=False),  # a hash of the address that it came from
    Column("trace", JSON(none_as_null=True)),  # NULL where nothing was written that could be learnt from
)

# The versions of the model: each is the one that it was made from, and one correction more.
models = _numbered(
    "models",
    Column("parent", Integer),  # NULL: the model that ships
    # No foreign key: a version outlives a correction whose person was erased, and knows nothing of it any more.
    Column("correction", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("reach", String(16), nullable=False),  # how far the correction is followed in it
    Column("why", Text, nullable=False, server_default=""),  # why not farther
    Column("held", Integer, nullable=False),  # of so many earlier corrections so many are still read as they were made
    Column("earlier", Integer, nullable=False),
    Column("checked", String(64), nullable=False),  # what it was checked with: replies.learning.teaching.stamp
)

suppressions = _numbered(
    "suppressions",
    Column("address_hash", String(64), unique=True),  # keyed: outlives an erased address
    Column("address", String(320)),  # NULL once erased
    Column("domain", String(255), unique=True),  # instead of an address: everybody there
    Column("reason", String(32), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)

cursors = Table(
    "cursors",
    metadata,
    Column("mailbox", String(64), primary_key=True),
    Column("folder", String(255), primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),  # unsigned, 32 bits (RFC 3501 section 2.3.1.1)
    Column("last_uid", BigInteger, nullable=False),
)
