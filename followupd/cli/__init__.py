"""Is spoken to: one file per family of verbs. Errors become sentences here, in `main`, and nowhere else.

main      the verbs, found when they are called; exit codes
opening   config, database, sequences and templates, opened once per command
setup     init, check
people    import, enroll, suppress, agree, log, show
running   run, status, pause, resume, stop, settle, backup, demo
reading   replies, reply, correct, classify
planning  plan, why, preview
work      tasks, done
tables    how things look on a terminal and in a pipe
"""
