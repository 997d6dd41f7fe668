"""Dates in replies: "mid-January", "after the holidays", "back on 3 Dec", in eleven languages.

    text ─ lexing ▶ lexemes ─ grammar ▶ readings ─ resolve (with context, workdays) ▶ mentions

`words` holds the tables of each language, `periods` and `feasts` the calendar, `numeric` dates in figures. Pure:
what "tomorrow" is follows from `now` and the zone of the writer. Prefers no date to a guess, and a later day to
an earlier one: nobody is written to sooner than they said.
"""

from followupd.replies.when.resolve import Mention, Purpose, find_dates, resume_date

__all__ = ["Mention", "Purpose", "find_dates", "resume_date"]
