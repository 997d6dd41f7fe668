"""The words that the linter knows: data, one module a language, and here what holds in all of them.

A language that is missing here is linted by the rules that need no words.
"""

import re
from collections.abc import Mapping

from followupd.templates.words.de import DE
from followupd.templates.words.en import EN
from followupd.templates.words.es import ES
from followupd.templates.words.fr import FR
from followupd.templates.words.it import IT
from followupd.templates.words.nl import NL
from followupd.templates.words.patterns import LintWords, any_of
from followupd.templates.words.pt import PT

__all__ = ["FALSE_SUBJECT", "GAP_LEFT_OPEN", "SENT_FROM", "WORDS", "LintWords"]

_DEVICE = (
    r"(?:i-?phone|i-?pad|android|smartphone|handy|mobile|móvil|phone|téléphone|telefon\w*|telefoon|telemóvel|"
    r"cellulare|celular|samsung|galaxy)"
)
SENT_FROM = any_of(
    rf"\b(?:sent|gesendet|envoyé|enviado|verzonden|inviato|skickat) (?:\w+ ){{1,2}}{_DEVICE}\b",
    rf"\bvon (?:meinem )?{_DEVICE} gesendet",
)
FALSE_SUBJECT = re.compile(r"\s*(?:re|aw|antw|sv|vs|fwd?|wg|tr|rv|enc|r|i)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
GAP_LEFT_OPEN = re.compile(
    r"\[[A-ZÄÖÜÉ][\w ]{2,30}\]|\bX{3,}\b|\bTODO\b|"
    r"<(?:first|last|company|your|vor|nach|firm|voor|achter|nom|nome|prénom|azienda|empresa)\w*>"
)

WORDS: Mapping[str, LintWords] = {"en": EN, "de": DE, "fr": FR, "es": ES, "nl": NL, "it": IT, "pt": PT}
