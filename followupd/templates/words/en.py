"""English."""

from followupd.templates.words.patterns import LintWords, any_of, at_start

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week|this week)"

EN = LintWords(
    greeting=at_start("hi", "hello", "hey", "dear", "good (?:morning|afternoon|evening|day)", "greetings"),
    sign_off=at_start(
        r"(?:kind|best|warm|many)?\s*regards",
        "best(?: wishes)?,?$",
        "cheers",
        "sincerely",
        r"yours?\b",
        "thanks,?$",
    ),
    refers_back=any_of(
        r"\bas (?:discussed|agreed|mentioned when we)",
        r"\bwhen we (?:spoke|talked|met)\b",
        r"\bwe agreed\b",
    ),
    as_promised=any_of(
        r"\b(?:as|like|what) (?:I(?:[\'’]d| had)? )?promised\b",
        r"\bI (?:had )?promised (?:you )?(?:to|that|I)\b",
        r"\bkept my (?:promise|word)\b",
        r"\btrue to my word\b",
        r"\bas I said I would\b",
    ),
    voicemail=any_of(r"\bleft you (?:a |another )?(?:voice ?mail|message)", r"\bmy voice ?mail\b"),
    promise=any_of(rf"\bI(?:['’]ll| will) [^.?!\n]*\b{_DAY}\b"),
    pressure=any_of(
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
    closing=any_of(
        r"\b(?:shall|should|can|may) I (?:then )?(?:close|stop|drop|take you off|cross|assume)",
        r"\b(?:do you )?want me to (?:close|stop|leave)",
        r"\bis it a no\b",
        r"\bhave you (?:decided|chosen) (?:against|otherwise|to go)",
    ),
    either_or=any_of(r"\bor\b", r"\beither way\b"),
    no_is_fine=any_of(
        r"\bsay(?:ing)? ['\"“‘]?no\b",
        r"['\"“‘]no['\",”’]",
        r"\ba (?:short |plain |clear |simple |quick )?no\b",
        r"\b(?:won['’]t|will not|not) write (?:to you )?again",
        r"\bstop writing\b",
    ),
)
