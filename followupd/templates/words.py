"""The words that the linter knows, by language: data, as case-insensitive regular expressions.

A language that is missing here is linted by the rules that need no words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class LintWords:
    """One language's patterns."""

    greeting: Pattern[str]  # at the start of a text
    sign_off: Pattern[str]  # at the start of a line near its end
    refers_back: Pattern[str]  # claims an earlier conversation
    voicemail: Pattern[str]  # claims a message that was left
    promise: Pattern[str]  # names a day on which the writer will do something
    pressure: Pattern[str]
    closing: Pattern[str]  # a question to which "yes" means no
    either_or: Pattern[str]  # a question to which "yes" means nothing
    no_is_fine: Pattern[str]  # says that a no is welcome


def _any(*alternatives: str) -> Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _start(*words: str) -> Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(words)})\b", re.IGNORECASE)


_DEVICE = r"(?:i-?phone|i-?pad|android|smartphone|handy|mobile|móvil|phone|téléphone|telefon\w*|samsung|galaxy)"
SENT_FROM = _any(
    rf"\b(?:sent|gesendet|envoyé|enviado|verzonden|inviato|skickat) (?:\w+ ){{1,2}}{_DEVICE}\b",
    rf"\bvon (?:meinem )?{_DEVICE} gesendet",
)
FALSE_SUBJECT = re.compile(r"\s*(?:re|aw|antw|sv|vs|fwd?|wg|tr|rv|enc|r|i)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
GAP_LEFT_OPEN = re.compile(
    r"\[[A-ZÄÖÜÉ][\w ]{2,30}\]|<(?:first|last|company|your|vor|nach|firm)\w*>|\bX{3,}\b|\bTODO\b"
)

_EN_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week|this week)"
_DE_DAY = r"(?:(?:mon|diens|donners|frei|sams|sonn)tag\w*|mittwoch\w*|morgen|nächste woche)"
_FR_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|demain|la semaine prochaine)"
_ES_DAY = r"(?:lunes|martes|miércoles|jueves|viernes|mañana|la (?:próxima semana|semana que viene))"

WORDS: Mapping[str, LintWords] = {
    "en": LintWords(
        greeting=_start("hi", "hello", "hey", "dear", "good (?:morning|afternoon|evening|day)", "greetings"),
        sign_off=_start(
            r"(?:kind|best|warm|many)?\s*regards",
            "best(?: wishes)?,?$",
            "cheers",
            "sincerely",
            r"yours?\b",
            "thanks,?$",
        ),
        refers_back=_any(
            r"\bas (?:discussed|agreed|promised|mentioned when we)",
            r"\bwhen we (?:spoke|talked|met)\b",
            r"\bwe agreed\b",
        ),
        voicemail=_any(r"\bleft you (?:a |another )?(?:voice ?mail|message)", r"\bmy voice ?mail\b"),
        promise=_any(rf"\bI(?:['’]ll| will) [^.?!\n]*\b{_EN_DAY}\b"),
        pressure=_any(
            r"\bjust (?:checking|following|circling|touching)\b",
            r"\b(?:checking|circling) (?:in|back)\b",
            r"\btouch(?:ing)? base\b",
            r"\bper my (?:last|previous)\b",
            r"\burgent\w*",
            r"\basap\b",
            r"\blast chance\b",
            r"\bact (?:now|fast)\b",
            r"\bdon['’]t miss\b",
            r"\blimited (?:time|offer)\b",
            r"\bI(?:['’]m| am) (?:surprised|disappointed)\b",
            r"\b(?:still )?(?:haven['’]t|have not) (?:bothered|even)\b",
            r"\bignor(?:ed|ing) (?:me|my)\b",
            r"\bthird time\b",
            r"\bI(?:['’]m| am) sure you(?:['’]ll| will) agree\b",
        ),
        closing=_any(
            r"\b(?:shall|should|can|may) I (?:then )?(?:close|stop|drop|take you off|cross|assume)",
            r"\b(?:do you )?want me to (?:close|stop|leave)",
            r"\bis it a no\b",
            r"\bhave you (?:decided|chosen) (?:against|otherwise|to go)",
        ),
        either_or=_any(r"\bor\b", r"\beither way\b"),
        no_is_fine=_any(
            r"\bsay(?:ing)? ['\"“‘]?no\b",
            r"['\"“‘]no['\",”’]",
            r"\ba (?:short |plain |clear |simple |quick )?no\b",
            r"\b(?:won['’]t|will not|not) write (?:to you )?again",
            r"\bstop writing\b",
        ),
    ),
    "de": LintWords(
        greeting=_start("hallo", "hi", "guten (?:tag|morgen|abend)", "sehr geehrte", r"liebe[rs]?\b", "moin", "grüß"),
        sign_off=_start(
            "(?:mit )?(?:freundlichen|besten|herzlichen|vielen|schönen|lieben) (?:grüßen|dank)",
            r"\w+ grüße",
            "gruß",
            "mfg",
            "lg",
        ),
        refers_back=_any(
            r"\bwie (?:besprochen|abgesprochen|vereinbart|versprochen)\b",
            r"\bhaben wir (?:vereinbart|besprochen)",
            r"\bals wir (?:gesprochen|telefoniert)",
        ),
        voicemail=_any(
            r"\bauf (?:die|der|Ihre[rn]?|deine[rn]?) (?:mailbox|anrufbeantworter)", r"\bnachricht hinterlassen"
        ),
        promise=_any(
            rf"\b(?:melde|rufe|schreibe|versuche) (?:ich )?[^.?!\n]*\b{_DE_DAY}\b", rf"\bam {_DE_DAY} [^.?!\n]*\bich\b"
        ),
        pressure=_any(
            r"\bnur (?:mal )?(?:kurz )?nach(?:haken|fragen)\b",
            r"\bdringend\w*",
            r"\bletzte chance\b",
            r"\bwie bereits (?:mehrfach )?erwähnt",
            r"\bnur noch heute\b",
            r"\benttäuscht\b",
            r"\bimmer noch keine antwort\b",
            r"\bschnellstmöglich\b",
            r"\bzum (?:dritten|wiederholten) mal\b",
            r"\bverpassen sie nicht\b",
        ),
        closing=_any(
            r"\b(?:soll|darf|kann) ich [^?]*(?:schließen|streichen|aufhören|beenden|zu den akten|davon ausgehen)",
            r"\bhaben sie sich (?:dagegen|anders|für (?:einen|jemand) ander)",
        ),
        either_or=_any(r"\boder\b"),
        no_is_fine=_any(
            r"\bnein\b",
            r"\bschreibe (?:ich )?(?:Ihnen |dir )?(?:auch )?nicht (?:mehr|wieder)",
            r"\bnicht mehr (?:an|schreiben)\b",
        ),
    ),
    "fr": LintWords(
        greeting=_start("bonjour", "bonsoir", "salut", "ch(?:er|ère)s?", "madame", "monsieur"),
        sign_off=_start(
            "(?:bien )?cordialement", "bien à vous", "salutations", "meilleures salutations", "sincères", "amicalement"
        ),
        refers_back=_any(
            r"\bcomme (?:convenu|discuté|promis|évoqué)\b",
            r"\bnous (?:avions|avons) convenu\b",
            r"\blors de notre (?:échange|conversation)",
        ),
        voicemail=_any(r"\blaissé un message\b", r"\b(?:mon message|messagerie) vocal"),
        promise=_any(
            rf"\bje (?:vous |t['’])?(?:rappellerai|appellerai|recontacterai|écrirai|réessaierai)[^.?!\n]*\b{_FR_DAY}\b"
        ),
        pressure=_any(
            r"\bje me permets de (?:vous )?relancer",
            r"\burgent\w*",
            r"\bdernière chance\b",
            r"\bsans réponse de votre part\b",
            r"\bcomme (?:déjà )?(?:indiqué|mentionné)\b",
            r"\bdéçue?\b",
            r"\bau plus vite\b",
            r"\bdès que possible\b",
            r"\bne ratez pas\b",
        ),
        closing=_any(
            r"\b(?:dois|puis|faut)-(?:je|il) [^?]*(?:clore|clôturer|fermer|classer|arrêter|refermer|considérer)"
        ),
        either_or=_any(r"\bou\b"),
        no_is_fine=_any(r"\bnon\b", r"\bne vous (?:é|re)?crirai plus\b", r"\bn['’]écrirai plus\b"),
    ),
    "es": LintWords(
        greeting=_start(
            "hola", "buen[oa]s (?:días|tardes|noches)", "buenos días", "estimad[oa]s?", "querid[oa]s?", "buenas"
        ),
        sign_off=_start("(?:un )?(?:cordial )?saludo", "saludos", "atentamente", "un abrazo", "gracias,?$"),
        refers_back=_any(
            r"\b(?:como|según) (?:acordamos|hablamos|comentamos|lo acordado|quedamos)\b",
            r"\bacordamos\b",
            r"\bcuando hablamos\b",
        ),
        voicemail=_any(r"\bdejé un mensaje\b", r"\bmensaje de voz\b", r"\bbuzón de voz\b"),
        promise=_any(rf"\b(?:le|te|lo) (?:llamaré|escribiré|volveré a (?:llamar|escribir))[^.?!\n]*\b{_ES_DAY}\b"),
        pressure=_any(
            r"\burgente\w*",
            r"\búltima oportunidad\b",
            r"\bcomo ya (?:le|te) (?:dije|indiqué|comenté)",
            r"\bdecepcionad[oa]\b",
            r"\bsigo sin (?:tener )?respuesta\b",
            r"\bcuanto antes\b",
            r"\blo antes posible\b",
            r"\bno (?:se )?pierda\b",
        ),
        closing=_any(r"¿[^?]*\b(?:cierro|cierre|cerramos|cerrar|archivo|archivar|deje de|dejo de)\b"),
        either_or=_any(r"\bo\b"),
        no_is_fine=_any(
            r"\bno['\"”’»]",
            r"\bun (?:breve |simple |claro )?no\b",
            r"\bno (?:le|te) (?:volveré a escribir|escribiré más)\b",
            r"\bdecir (?:que )?no\b",
        ),
    ),
}
