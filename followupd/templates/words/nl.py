"""Dutch."""

from followupd.templates.words.patterns import LintWords, any_of, at_start

_DAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|morgen|volgende week)"

NL = LintWords(
    greeting=at_start(
        "hoi", "hallo", "hi", "hey", "dag", "beste", "geachte", "goede(?:morgen|middag|navond|ndag)", "lieve", "waarde"
    ),
    sign_off=at_start(
        "(?:met )?(?:vriendelijke|hartelijke|beste|warme) groet(?:en|jes)?",
        "hartelijke? groet(?:en)?",
        "groet(?:en|jes)?",
        "hoogachtend",
        "mvg",
        "alvast bedankt,?$",
        "bedankt,?$",
    ),
    refers_back=any_of(
        r"\b(?:zoals|als) (?:we )?(?:besproken|afgesproken|overeengekomen)\b",
        r"\bconform (?:onze )?afspraak\b",
        r"\bwe (?:hebben|hadden) [^.?!\n]*(?:afgesproken|besproken)\b",
        r"\b(?:naar aanleiding van|tijdens) ons (?:gesprek|telefoontje)\b",
        r"\btoen we elkaar (?:spraken|zagen)\b",
    ),
    as_promised=any_of(
        r"\b(?:zoals|als) (?:ik (?:u |je |jou )?(?:had |heb )?)?(?:beloofd?|toegezegd|aangekondigd)\b",
        r"\bbelofte maakt schuld\b",
        r"\b(?:mijn )?(?:belofte|woord) (?:na)?gehouden\b",
        r"\bbelofte nagekomen\b",
    ),
    voicemail=any_of(r"\bvoice ?mail\b", r"\bbericht (?:achtergelaten|ingesproken)\b", r"\bantwoordapparaat\b"),
    promise=any_of(
        rf"\b(?:bel|mail|schrijf|probeer|kom) ik [^.?!\n]*\b{_DAY}\b",
        rf"\bik (?:bel|mail|schrijf|probeer|zal|kom) [^.?!\n]*\b{_DAY}\b",
    ),
    pressure=any_of(
        r"\bdringend\w*",
        r"\burgent\w*",
        r"\blaatste kans\b",
        r"\bzo (?:snel|spoedig) mogelijk\b",
        r"\bnog steeds geen (?:antwoord|reactie)\b",
        r"\bvoor de (?:derde|zoveelste) keer\b",
        r"\bteleurgesteld\b",
        r"\bzoals (?:al|reeds|eerder) (?:eerder )?(?:vermeld|gemeld|aangegeven)\b",
        r"\bmis (?:het|dit) niet\b",
        r"\balleen vandaag\b",
    ),
    closing=any_of(
        r"\b(?:zal|mag|moet|kan) ik [^?]*(?:sluiten|afsluiten|schrappen|stoppen|archiveren|ervan uitgaan)",
        r"\bhebt u (?:anders|ervan af|voor een ander) ",
    ),
    either_or=any_of(r"\bof\b"),
    no_is_fine=any_of(
        r"\bnee\b",
        r"\bschrijf (?:ik )?(?:u |je )?(?:dan )?niet (?:meer|opnieuw)\b",
        r"\bniet meer (?:schrijven|mailen)\b",
    ),
)
