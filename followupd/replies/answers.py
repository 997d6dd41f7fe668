"""What a short answer means, given what we asked: "yes" to "shall I close your file?" is a no.

Our question is known from the template's `Asks:` line, or is read from the last question of our own words by the
`ours.*` rules of the lexicon. An *answer* is an `answer.*` cue of the lexicon (yes, no, okay, a number) at the
beginning of a clause.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from followupd.core.model import Asks, Label, Question
from followupd.replies.phrases.lexicon import Lexicon, Strength
from followupd.replies.reading import Cue, Script, find_cues, script, weigh

SHORT = 6  # words: an answer this short means what our question makes it mean
_TAIL = 1500  # characters of our mail, from its end, in which its question stands
_OPTION = re.compile(r"^[>\s]*[(\[]?([1-9a-eA-E])[.):\]–-]{1,2}\s+(.{2,200})$", re.MULTILINE)
_INLINE_OPTION = re.compile(r"(?<![\d.,:/])([1-9])\)?\s?(?:[=.):–-]\s?|\s)([^\d\n]{4,120})")
_NUMBER_WORDS = {
    word: str(number)
    for number, words in enumerate(
        (
            "one first eins erste un une premiere premier uno una primera primero een eerste prima primo ett",
            "two second zwei zweite deux deuxieme seconde dos segunda segundo twee tweede due seconda tva dois duas",
            "three third drei dritte trois troisieme tres tercera tercero drie derde tre terza last letzte derniere",
        ),
        1,
    )
    for word in words.split()
}
_AROUND_A_NUMBER = frozenset(
    "no number nr nummer numero num option the die la el de opcion optie opzione please".split()
)
_CHOICES = {"1": Label.YES, "2": Label.LATER, "3": Label.NO, "a": Label.YES, "b": Label.LATER, "c": Label.NO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What we asked: `what` is an `Asks` value or the end of an `ours.*` id; `options` are those of a choice."""

    what: str = ""  # "" where we asked nothing that could be found
    text: str = ""
    options: Mapping[str, Label] = field(default_factory=dict)
    option_texts: Mapping[str, str] = field(default_factory=dict)


_MEANS: Mapping[str, Mapping[str, str]] = {
    "interest": {"yes": "yes", "no": "no", "okay": "yes"},
    "close-file": {"yes": "no", "no": "unclear", "okay": "no"},
    "given-up": {"yes": "no", "no": "yes", "okay": "unclear"},
    "opposed": {"yes": "no", "no": "yes", "okay": "yes"},
    "stop-writing": {"yes": "unsubscribe", "no": "unclear", "okay": "unsubscribe"},
    "later": {"yes": "later", "no": "no", "okay": "later"},
    "right-person": {"yes": "unclear", "no": "referral", "okay": "unclear"},
    "received": {"yes": "unclear", "no": "unclear", "okay": "unclear"},
    "either-or": {"yes": "unclear", "no": "unclear", "okay": "unclear"},
    "choose": {"yes": "unclear", "no": "no", "okay": "unclear"},
    "": {"yes": "yes", "no": "no", "okay": "unclear"},
}


def asked(question: Question, quoted: str, lexicon: Lexicon) -> Asked:
    """Find what we asked: the template's word where it has one, else the last question of our words."""
    ours = (question.our_text or quoted)[-_TAIL * 4 :]
    page = script(ours[-_TAIL:], lexicon, question.language)
    text = _last_question(page)
    options, texts = _options(ours, lexicon)
    what = question.asks.value if question.asks else _what(page, lexicon, has_options=len(options) > 1)
    return Asked(what=what, text=text, options=options or _CHOICES, option_texts=texts)


def apply(cues: Sequence[Cue], page: Script, ours: Asked) -> tuple[Cue, ...]:
    """Turn answer cues into what they mean after our question; leave all others as they are."""
    return tuple(_answered(cue, page, ours) if cue.means == "answer" else cue for cue in cues)


def choice(page: Script, ours: Asked) -> tuple[str, Label] | None:
    """The option a short reply picks out of ours, such as "2", "option b" or "(3)"; None where it picks none."""
    if ours.what != Asks.CHOOSE:
        return None
    opening = page.clauses[0].norms if page.clauses else ()
    alone = [_NUMBER_WORDS.get(norm, norm) for norm in opening if norm not in _AROUND_A_NUMBER]
    if len(alone) == 1 and alone[0] in ours.options:  # "2 - and make it a long one, we are moving offices"
        return alone[0], ours.options[alone[0]]
    if page.size > 2 * SHORT:
        return None
    words = [_NUMBER_WORDS.get(norm, norm) for clause in page.clauses[:2] for norm in clause.norms]
    picked = [word for word in words if word in ours.options and (word.isdigit() or page.size <= 3)]
    firm = page.size <= SHORT or words[:1] == picked[:1]
    return (picked[0], ours.options[picked[0]]) if len(set(picked)) == 1 and firm else None


def is_answer(deciding: Sequence[Cue], page: Script, ours: Asked) -> bool:
    """Whether what decides is a short answer to a question of ours."""
    return bool(ours.what) and page.size <= SHORT and any(cue.rule.means == "answer" for cue in deciding)


def _answered(cue: Cue, page: Script, ours: Asked) -> Cue:
    stance = cue.rule.id.partition(".")[2].partition("-")[0]
    if not _leads(cue, page):
        return replace(cue, means="nothing")
    means = _MEANS.get(ours.what, _MEANS[""]).get(stance, "unclear")
    strength = Strength.SURE if page.size <= SHORT and ours.what else cue.strength
    return replace(cue, means=means, strength=strength, turned=means != stance)


def _leads(cue: Cue, page: Script) -> bool:
    """Whether an answer word opens its clause, if need be after a name: "Ana, yes"."""
    return cue.first == 0 or (cue.first <= 3 and page.clauses[cue.clause].words[cue.first - 1].norm == ",")


def _last_question(page: Script) -> str:
    questions = [clause for clause in page.clauses if clause.asked]
    if not questions:
        return ""
    return page.text[questions[-1].words[0].start : questions[-1].words[-1].end] + "?"


def _what(page: Script, lexicon: Lexicon, *, has_options: bool) -> str:
    """Read what a mail of ours asks from its last clauses that say so."""
    if has_options:
        return Asks.CHOOSE.value
    found = [
        match.rule.id.partition(".")[2]
        for clause in page.clauses
        for match in lexicon.ours.matches(clause, page.languages)
    ]
    if found:
        return found[-1]
    return Asks.INTEREST.value if any(clause.asked for clause in page.clauses) else ""


def _options(ours: str, lexicon: Lexicon) -> tuple[dict[str, Label], dict[str, str]]:
    """The numbered options of our mail with what each means; empty where it lists none."""
    found = _OPTION.findall(ours) or _INLINE_OPTION.findall(ours[-_TAIL:])
    texts = {key.lower(): text for key, text in found}
    if not {"1", "2"} <= texts.keys() and not {"a", "b"} <= texts.keys():
        return {}, {}
    return {key: _option_label(key, text, lexicon) for key, text in texts.items()}, texts


def _option_label(key: str, text: str, lexicon: Lexicon) -> Label:
    page = script(text, lexicon)
    label = weigh(apply(find_cues(page, lexicon), page, Asked(what="interest"))).label
    return label or _CHOICES.get(key, Label.UNCLEAR)
