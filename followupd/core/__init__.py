"""Decides. Pure functions of values and of the `now` they are given: no I/O, no clock, no randomness, no await."""
