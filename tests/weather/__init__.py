"""Bad weather between the real daemon and real servers: every step of SMTP and IMAP breaks in every way, by a seed.

    daemon -- proxy -- Postfix -- Dovecot of the contacts
       \\----- proxy -- Dovecot of the owner

faults    what can befall a step, and the decks that it is drawn from
talk      SMTP and IMAP as the proxy follows them: bytes -> steps
proxy     one connection after another, until something befalls it
servers   Postfix and Dovecot, which outlive many runs
cast      the contacts, and how they answer
history   what happened, in the order in which it did
watch     the daemon's adapters, which write down when they were asked for what
twists    adapters that make another daemon of it, for the checks to catch
stage     the daemon on a clock that jumps, behind its proxies
week      a run: days of storm, days of calm
checks    what must hold of a history and of what is left at its end
campaign  many runs, and their tables

The daemon talks in the clear, as it may on loopback, so that the proxies know every step; in half of the runs of
`make weather` it insists on STARTTLS, and behind that they strike by the byte and by the hour.

A seed settles the script and the decks. How two tasks of the daemon take turns is the machine's affair, so that a run
is much like its repetition and not the same; what must hold does so in each.
"""
