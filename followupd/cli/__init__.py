"""Is spoken to: one file per family of verbs. Errors become sentences here, in `main`, and nowhere else.

main        the verbs, found when they are called; exit codes
opening     config, database, sequences and templates, opened once per command
options     the options that verbs share
connecting  a mailbox's settings -> its mail servers, and whether they let us in
setup       init, check
people      import, enroll, log, agree, show, suppress, export, erase
running     run, status, adopt, pause, resume, stop, settle, backup, demo
reading     replies, reply, correct
model       model: what corrections taught the reader
sorting     classify, which needs neither settings nor database; manner: what they add where there are some
planning    plan, why, preview, simulate
work        tasks, done, report
moments     dates and times as people type them
tables      how things look on a terminal and in a pipe
journal     how the daemon's log lines look
"""
