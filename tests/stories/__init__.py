"""Whole-daemon stories: the real daemon on a clock that jumps, with a mail server in memory."""
