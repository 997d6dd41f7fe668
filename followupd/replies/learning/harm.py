"""Which mistakes hurt: mail to somebody who declined, a yes that nobody hears of, an absence that ends a sequence."""

from collections.abc import Mapping

from followupd.core.model import Label

_MAILED_AGAIN = frozenset({Label.YES, Label.LATER, Label.AUTO_REPLY, Label.BOUNCE})  # the sequence, or we, go on
HARM: Mapping[Label, frozenset[Label]] = {
    Label.NO: _MAILED_AGAIN,
    Label.UNSUBSCRIBE: _MAILED_AGAIN,
    Label.YES: frozenset({Label.NO, Label.UNSUBSCRIBE, Label.BOUNCE}),
    Label.AUTO_REPLY: frozenset({Label.NO, Label.UNSUBSCRIBE}),
}
"""By what a reply means: what it must not be taken for."""


def is_harmful(truth: Label, said: Label) -> bool:
    """Say whether this mistake hurts; every other one costs a look at most."""
    return said in HARM.get(truth, frozenset())
