"""What the rules make of a reply: cues found in its clauses, weighed into one label by order rules.

A *cue* is a phrase of the lexicon found in a clause, after idioms have swallowed what they contain and negation has
turned what it governs. The order rules say how cues combine: a refusal with "again in March" is later, an acceptance
with a name is still a yes, the clause after "but" wins between equals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from followupd.core.model import Evidence, Label
from followupd.replies.clauses import Clause, Word, split
from followupd.replies.phrases.lexicon import Lexicon, Match, Rule, Strength

NEGATION_REACH = 4  # words between a negation and what it turns
_POSTPOSED = frozenset({"de", "nl", "fr", "sv", "da"})  # languages whose negation follows what it negates
_LABELS = frozenset(label.value for label in Label)
_AROUND = frozenset({"greeting", "closing", "ours"})  # meanings that say nothing about a reply's sense
_CLOSING_WORDS = 5  # lines after a closing are a name, a title, a company: short


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A rule's phrase in a text: `means` after negation and after what we asked."""

    rule: Rule
    means: str
    strength: Strength
    clause: int
    first: int
    last: int
    text: str
    turned: bool = False

    @property
    def evidence(self) -> Evidence:
        """The words and the rule's id, with the turn that a negation gave it."""
        return Evidence(text=self.text, why=f"{self.rule.id} → {self.means}" if self.turned else self.rule.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The rules' verdict: None where they saw nothing. `contested` when cues for another label are as strong."""

    label: Label | None = None
    strength: Strength = Strength.HINT
    contested: bool = False
    cues: tuple[Cue, ...] = ()
    deciding: tuple[Cue, ...] = ()
    picked: str = ""  # the option of ours that they named
    bare_date: bool = False  # they wrote hardly more than a date
    day: str = ""  # how far away the day is that they named to be written to, and how they bound it
    firm: bool = False  # a short answer to a question of ours
    settled: bool = False  # an option of ours by its number, a yes with a near day, a sure phrase of the user's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A reply, split: `clauses` without greeting and closing, the languages it seems to be in."""

    text: str
    clauses: tuple[Clause, ...]
    languages: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many words its writer spent on the matter."""
        return sum(len(clause.norms) for clause in self.clauses)


def script(text: str, lexicon: Lexicon, language: str | None = None) -> Script:
    """Split a text and drop the lines around what it says; `language` is a hint that only breaks ties."""
    clauses = split(text)
    languages = _languages(clauses, lexicon, language)
    return Script(text=text, clauses=_without_frame(clauses, lexicon, languages), languages=languages)


def find_cues(page: Script, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Find what the lexicon says about each clause, in order."""
    cues: list[Cue] = []
    for number, clause in enumerate(page.clauses):
        kept = _largest([match for match in lexicon.matches(clause, page.languages) if match.rule.means not in _AROUND])
        cues.extend(
            cue
            for match in kept
            if match.rule.means != "nothing" and (cue := _cue(page, number, match, kept, lexicon)) is not None
        )
    return tuple({(cue.rule.id, cue.clause, cue.first, cue.means): cue for cue in cues}.values())


def weigh(cues: Sequence[Cue]) -> Reading:
    """Combine cues into one label by the order rules; cues that mean no label (answers to nothing) are left out."""
    cues = [cue for cue in cues if cue.means in _LABELS]
    if not cues:
        return Reading()
    best = {means: max(cue.strength for cue in cues if cue.means == means) for means in {cue.means for cue in cues}}
    winner = Label(_winner(best, cues))
    deciding = tuple(cue for cue in cues if cue.means == winner.value)
    rival = max((strength for means, strength in best.items() if _rivals(means, winner)), default=0)
    return Reading(
        label=winner,
        strength=max(cue.strength for cue in deciding),
        contested=rival >= best[winner.value],
        cues=tuple(cues),
        deciding=deciding,
    )


def _winner(best: Mapping[str, Strength], cues: Sequence[Cue]) -> str:
    """The order rules, the first that applies: each line is a case that a person would decide the same way."""

    def has(means: str, least: Strength = Strength.LIKELY) -> bool:
        return best.get(means, 0) >= least

    strong_yes = has("yes", Strength.SURE)
    for machine_or_stop in ("bounce", "unsubscribe"):
        if has(machine_or_stop):
            return machine_or_stop
    if has("auto_reply", Strength.SURE) or (has("auto_reply") and not _speaks_for_itself(best)):
        return "auto_reply"
    if strong_yes and has("no", Strength.SURE):
        return _last(cues, ("yes", "no"))
    if has("later") and not (strong_yes and best["later"] < Strength.SURE):
        return "referral" if has("referral", Strength.SURE) and best["later"] < Strength.SURE else "later"
    if strong_yes or (has("yes") and has("referral") and best["referral"] < Strength.SURE):
        return "yes"
    return _calmly(best, cues)


def _calmly(best: Mapping[str, Strength], cues: Sequence[Cue]) -> str:
    """The order rules where nobody says an outright yes, asks for silence or names another time."""

    def has(means: str, least: Strength = Strength.LIKELY) -> bool:
        return best.get(means, 0) >= least

    if has("referral"):
        return "referral"
    if has("no") and has("yes") and best["no"] == best["yes"]:
        return _last(cues, ("yes", "no"))
    if has("no") and not (has("question", Strength.SURE) and best["no"] < Strength.SURE):
        return "no"
    for means in ("question", "yes"):
        if has(means):
            return means
    return max(best, key=lambda means: (best[means], _place(means, cues)))


def _speaks_for_itself(best: Mapping[str, Strength]) -> bool:
    """Whether a person seems to speak beside the words of an absence note."""
    return any(best.get(means, 0) >= Strength.SURE for means in ("yes", "no", "later"))


def _last(cues: Sequence[Cue], among: tuple[str, ...]) -> str:
    strongest = max(cue.strength for cue in cues if cue.means in among)
    return [cue.means for cue in cues if cue.means in among and cue.strength == strongest][-1]


def _place(means: str, cues: Sequence[Cue]) -> int:
    return max(index for index, cue in enumerate(cues) if cue.means == means)


def _rivals(means: str, winner: Label) -> bool:
    """Whether a cue with this meaning speaks against the winner, rather than adding to it."""
    together = {
        Label.UNSUBSCRIBE: {"no", "question", "later"},
        Label.LATER: {"no", "yes", "auto_reply"},
        Label.YES: {"question", "referral", "later", "unclear"},
        Label.NO: {"unclear"},
        Label.REFERRAL: {"no", "unclear"},
        Label.QUESTION: {"unclear", "yes"},
        Label.AUTO_REPLY: {"later", "referral", "unclear"},
    }
    return means != winner.value and means not in together.get(winner, set())


def _languages(clauses: Sequence[Clause], lexicon: Lexicon, hint: str | None) -> tuple[str, ...]:
    """The languages a text may be in: by its commonest words; all of them where it is too short to tell."""
    words = [norm for clause in clauses for norm in clause.norms]
    counts = dict.fromkeys(lexicon.languages, 0)
    for word in words:
        for language in lexicon.common.get(word, ()):
            counts[language] += 1
    most = max(counts.values(), default=0)
    if most < 2:
        return lexicon.languages
    return tuple(name for name, count in counts.items() if count * 2 >= most or name in ("en", hint))


def _without_frame(clauses: tuple[Clause, ...], lexicon: Lexicon, languages: Iterable[str]) -> tuple[Clause, ...]:
    """Drop "Hi Ana," in front and "Best regards, Sam" behind."""
    languages = tuple(languages)
    body = list(clauses)
    if len(body) > 1 and len(body[0].norms) <= 5 and _is_frame(body[0], "greeting", lexicon, languages):
        body = body[1:]
    for index in range(1, len(body)):
        after = body[index + 1 :]
        short = len(after) <= 6 and all(len(each.norms) <= _CLOSING_WORDS for each in after)
        if short and len(body[index].norms) <= 6 and _is_frame(body[index], "closing", lexicon, languages):
            return tuple(body[:index])
    return tuple(body)


def _is_frame(clause: Clause, means: str, lexicon: Lexicon, languages: tuple[str, ...]) -> bool:
    """Whether a clause is nothing but a greeting or a closing: "Yes." looks like a name but says something."""
    matches = lexicon.matches(clause, languages)
    opens = any(match.rule.means == means and match.first == 0 for match in matches)
    return opens and all(match.rule.means in (*_AROUND, "unclear") for match in matches if match.last > match.first)


def _largest(matches: Sequence[Match]) -> list[Match]:
    """Leave out every match that lies inside a larger one; of two that overlap the one with more words stays.

    Of two that cover the same words an answer stays: what "no thanks" means depends on what we asked.
    """

    def rank(match: Match) -> tuple[int, bool, int, int]:
        return match.first - match.last, match.rule.means != "answer", -match.rule.strength, match.first

    kept: list[Match] = []
    for match in sorted(matches, key=rank):
        if not any(match.first < other.last and other.first < match.last for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.first)


def _cue(page: Script, number: int, match: Match, kept: Sequence[Match], lexicon: Lexicon) -> Cue | None:
    clause, rule = page.clauses[number], match.rule
    covered = clause.words[match.first : match.last] or clause.words
    text = page.text[covered[0].start : covered[-1].end]
    cue = Cue(
        rule=rule,
        means=rule.means,
        strength=rule.strength,
        clause=number,
        first=match.first,
        last=match.last,
        text=text,
    )
    negation = _negation(clause.words, match, kept, lexicon.words("negation", rule.language))
    if negation is None:
        return cue
    if rule.negated is None:
        return None
    begin, end = min(negation.start, covered[0].start), max(negation.end, covered[-1].end)
    return replace(cue, means=rule.negated, text=page.text[begin:end], turned=True)


def _negation(words: Sequence[Word], match: Match, kept: Sequence[Match], negations: frozenset[str]) -> Word | None:
    """The negation that governs a match: close before it, or behind it where the language puts it there."""
    before = _until_comma(words[max(0, match.first - NEGATION_REACH) : match.first][::-1])
    after = _until_comma(words[match.last : match.last + NEGATION_REACH]) if match.rule.language in _POSTPOSED else []
    for word in (*before, *after):
        if word.norm in negations and not any(_covers(other, words, word) for other in kept):
            return word
    return None


def _covers(match: Match, words: Sequence[Word], word: Word) -> bool:
    return any(each is word for each in words[match.first : match.last])


def _until_comma(words: Sequence[Word]) -> list[Word]:
    taken: list[Word] = []
    for word in words:
        if word.norm == ",":
            break
        taken.append(word)
    return taken
