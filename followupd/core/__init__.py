"""Decides. Pure functions of values and of the `now` they are given: no I/O, no clock, no randomness, no await.

The rooms inside, in reading order:

    model       the nouns: ids, closed sets of words, frozen records that the rooms hand to one another
    errors      the one family of errors that becomes a sentence for the user
    lifecycle   State x Event -> Transition: what becomes of an enrollment
    gate        may this mail leave now? one ordered table of named rules; ramp: how many while a mailbox is new
    sequences   sequence files -> Sequence, or all faults; file_table reads their tables, cadence gives advice,
                edits says what a change of a file does to those who are in it
    contacts    CSV -> contacts, or row-numbered faults
    promises    kept, broken or overtaken; reports turns rows into figures
    calendar/   when: spans, zones, holidays, schedule
    letters/    our mails in bytes, their threads and forwards, and which of them a message answers
    timekeeping can the clock be believed?
    delivery/   what a mail server's answer means, for its mail and for the whole mailbox
    language/   days, dates and spans in the words of a language
"""
