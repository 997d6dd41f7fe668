"""Verbs that tell of what has been: perfect and preterite, by the forms that nothing else has.

A rule stands here only where form alone decides: German "haben … entschieden" but not "ist geschlossen", which is a
state; Spanish "jubiló" but not "hablamos", which may be a proposal. Plans are told in the perfect too ("wir haben das
für März geplant"), so verbs of planning never count. The rest are single words in the tables of the languages.
"""

import re

_PLANNED = re.compile(
    r"\b(?:ein)?(?:geplant|vorgesehen|angesetzt|verschoben|terminiert|geschlossen|gebucht|gepland|verschoven|gesloten|"
    r"prévue?s?|reportée?s?|planifiée?s?|fixée?s?|previsto|planeado|aplazado|agendado|cerrado|fissato|pianificato|"
    r"rimandato|chiuso|adiado|marcado|planned|scheduled|postponed|pushed|moved|reserved|booked)\b",
    re.IGNORECASE,
)
_WORDS = r"(?:\s+[\w’'-]+){0,9}?\s+"
_TOLD = re.compile(
    r"\b(?:"
    # German, Dutch: "haben … gewechselt", "hebben … getekend"
    rf"(?:habe|haben|hat|habt|heb|hebben|heeft){_WORDS}(?:ab|an|auf|aus|bei|ein|mit|um|vor|weg|zu|zusammen|over|af|op)?"
    r"ge\w{2,}(?:[td]|en)"
    rf"|(?:habe|haben|hat|habt){_WORDS}(?:be|ent|er|ver|unter)\w{{3,}}t"
    rf"|(?:bin|sind|ist){_WORDS}(?:gewesen|gewechselt|umgestiegen|gegangen|geworden|ausgestiegen)"
    r"|hatten?|wurden?|waren?"
    # French: "avons … signé", "nous nous sommes séparés", the imperfect of être and avoir
    r"|(?:ai|avons|avez|ont|a)\s+(?:\w+\s+)?\w{2,}(?:ée?s?|[^aeo\W]i[st]?|u)|(?:avons|avez|ont|ai)\s+(?:\w+\s+)?(?:dit|fait|mis|pris|été)"
    r"|(?:me suis|nous nous sommes|s[’']est|se sont)\s+\w+|étai[st]|étions|étaient|avai[st]|avions|avaient"
    # Spanish, Portuguese
    r"|\w{2,}(?:aron|ieron|[^\Wr]ó)|(?:he|hemos|han|ha)\s+\w+(?:ado|ido|cho|sto)|(?:rompimos|dijimos|fuimos|hicimos|pusimos|vinimos|quisimos|dijo|hizo)|vendimos|tuvimos|hubo|tuvo"
    r"|\w{2,}(?:ámos|aram|eram|iram)"
    # Italian, Polish
    r"|(?:ho|abbiamo|ha|hanno)\s+(?:\w+\s+)?\w+(?:ato|uto|ito)|\w+(?:liśmy|łyśmy|łem|łam)"
    r")\b",
    re.IGNORECASE,
)
_LASTING = re.compile(r"\b(?:have|has|[’']ve|[’']s)\s+(?:\w+\s+)?been\b", re.IGNORECASE)


def tells_of_the_past(clause: str) -> bool:
    """Whether a clause, as written, has a verb in a tense of the past."""
    return bool(_TOLD.search(clause)) and not _PLANNED.search(clause)


def has_lasted(clause: str) -> bool:
    """Whether a span in this clause is one that lies behind: "I've been in the chair for nine days"."""
    return bool(_LASTING.search(clause))
