"""Reads: bytes of a mail -> what its writer meant, with the evidence. Pure, and usable alone.

`parse` turns bytes into an `Inbound`, `kinds` says who made it, `classify` says what its words mean.
"""
