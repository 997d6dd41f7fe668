"""Does it still move? Each loop leaves a beat when it comes round; the watchdog is fed only while all do.

Real time, not the Clock's: a loop that hangs does so in real time.
"""

import time
from collections.abc import Mapping

# The longest a loop may be away for a good reason. Sending: the ten minutes that a server may take for the final dot
# and the connection before it (RFC 5321 section 4.5.3.2). Hearing: a mailbox with years of mail.
PATIENCE_S: Mapping[str, float] = {"dispatch": 1500.0, "hear": 1200.0}


class Pulse:
    """The beats of one mailbox's loops."""

    def __init__(self, patience_s: Mapping[str, float] = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._beats: dict[str, float] = {}

    def beat(self, loop: str) -> None:
        """Leave a mark: this loop has come round."""
        self._beats[loop] = time.monotonic()

    def rest(self, loop: str) -> None:
        """Expect nothing of this loop until its next beat: it stays away on purpose, as a server wished."""
        self._beats.pop(loop, None)

    def silent(self) -> list[str]:
        """Return the loops that have not come round for too long."""
        now = time.monotonic()
        return [loop for loop, at in self._beats.items() if now - at > self._patience_s[loop]]
