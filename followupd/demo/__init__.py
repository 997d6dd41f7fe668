"""The mail world inside one process: a clock that jumps, servers on loopback, contacts who answer as people do.

command      `followupd demo`
stage        folder, servers, clock and daemon, put together for one run
world        what happens around the daemon: post, answers, Ana's calls
cast         who is in it and what they answer: data
handwriting  an answer as Gmail, Outlook or an iPhone puts it on the wire
servers      SMTP and IMAP in the daemon's event loop
clock        the clock that jumps
folder       followupd.toml and the rest, as `init` and `import` leave them
journal      what the daemon logs, under the demo's time
result       how it went, read from the database
lines        the words for it
screen       a terminal or a pipe to show it on
picture      docs/demo.svg, drawn from a run
"""
