"""German."""

from followupd.templates.words.patterns import LintWords, any_of, at_start

_DAY = r"(?:(?:mon|diens|donners|frei|sams|sonn)tag\w*|mittwoch\w*|morgen|nächste woche)"

DE = LintWords(
    greeting=at_start("hallo", "hi", "guten (?:tag|morgen|abend)", "sehr geehrte", r"liebe[rs]?\b", "moin", "grüß"),
    sign_off=at_start(
        "(?:mit )?(?:freundlichen|besten|herzlichen|vielen|schönen|lieben) (?:grüßen|dank)",
        r"\w+ grüße",
        "gruß",
        "mfg",
        "lg",
    ),
    refers_back=any_of(
        r"\bwie (?:besprochen|abgesprochen|vereinbart)\b",
        r"\bhaben wir (?:vereinbart|besprochen)",
        r"\bals wir (?:gesprochen|telefoniert)",
    ),
    as_promised=any_of(
        r"\bwie (?:versprochen|zugesagt|angekündigt)\b",
        r"\bwie ich (?:es )?(?:Ihnen |dir )?(?:versprochen|zugesagt) hatte?\b",
        r"\b(?:mein )?(?:wort|versprechen) gehalten\b",
    ),
    voicemail=any_of(
        r"\bauf (?:die|der|Ihre[rn]?|deine[rn]?) (?:mailbox|anrufbeantworter)", r"\bnachricht hinterlassen"
    ),
    promise=any_of(
        rf"\b(?:melde|rufe|schreibe|versuche) (?:ich )?[^.?!\n]*\b{_DAY}\b", rf"\bam {_DAY} [^.?!\n]*\bich\b"
    ),
    pressure=any_of(
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
    closing=any_of(
        r"\b(?:soll|darf|kann) ich [^?]*(?:schließen|streichen|aufhören|beenden|zu den akten|davon ausgehen)",
        r"\bhaben sie sich (?:dagegen|anders|für (?:einen|jemand) ander)",
    ),
    either_or=any_of(r"\boder\b"),
    no_is_fine=any_of(
        r"\bnein\b",
        r"\bschreibe (?:ich )?(?:Ihnen |dir )?(?:auch )?nicht (?:mehr|wieder)",
        r"\bnicht mehr (?:an|schreiben)\b",
    ),
)
