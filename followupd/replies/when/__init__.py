"""Dates in replies: "mid-January", "after the holidays", "back on 3 Dec", in eleven languages.

    text ─ lexing ▶ lexemes ─ grammar ▶ readings ─ resolve (with context, workdays) ▶ mentions

`words` holds the tables of each language; `periods`, `feasts`, `school`, `fiscal` and `workdays` the calendar;
`numeric` dates in figures. The grammar is a chain of classes (see `cursor`); what a date is for is said by `past`,
`absences` and `context`, which look at the words around it. Pure: what "tomorrow" is follows from `now` and the zone
of the writer. Prefers no date to a guess, and of two readings the later one: nobody is written to sooner than they
said.
"""

from followupd.replies.when.resolve import Mention, Purpose, find_dates, resume_date

__all__ = ["Mention", "Purpose", "find_dates", "resume_date"]
