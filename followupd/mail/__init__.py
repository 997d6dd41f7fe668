"""Talks. One adapter per protocol and no policy: what a server's answer means is decided in core."""
