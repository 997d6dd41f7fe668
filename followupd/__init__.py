"""followupd sends your follow-up e-mails on time, reads the answers, and stops in time.

The house, one line a room; arrows point down only (import-linter keeps them so):

    cli        is spoken to: one file per family of verbs; errors become sentences here and nowhere else
    demo       the mail world inside the process that `followupd demo` puts around the same daemon
    service    acts: sending what is due, hearing what arrived, telling the owner; daemon connects the parts
    mail       talks: one adapter per protocol, no policy; `ports` says what an adapter promises
    store      remembers: every SQL statement, one transaction per datum
    templates  finds, checks and renders the user's words
    config     the folder the user edits, turned into frozen settings, or all its faults at once
    replies    reads: bytes of a mail -> what its writer meant, with the evidence
    core       decides: no I/O, no clock, no randomness, no await

What goes out:

    CSV row - contacts -> Contact -> [tx: contact + enrollment WAITING, due_at]
      service.sending: inbox fresh? -> gate -> [tx: SENDING, Message-ID and bytes stored] -> Mailer.send
      -> Accepted | Deferred | Refused | InDoubt -> lifecycle -> [tx: enrollment + outcome + effects] -> maillog

What comes in:

    IDLE or poll -> Inbox.fetch_after(cursor) -> bytes -> service.hearing: parse -> match -> classify -> Event
      -> lifecycle -> [one tx: reply, enrollment, suppression, task, cursor] -> maillog, alerts
"""

__version__ = "0.1.0"
