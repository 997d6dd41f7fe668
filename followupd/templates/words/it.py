"""Italian."""

from followupd.templates.words.patterns import LintWords, any_of, at_start

_DAY = (
    r"(?:luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|domani|(?:la )?prossima settimana|settimana prossima)"
)

IT = LintWords(
    greeting=at_start(
        "ciao",
        "salve",
        "buon(?:giorno|asera| pomeriggio)",
        "gentil[ei]",
        "gentilissim[oaie]",
        "egregi[oa]",
        "car[oaie]",
    ),
    sign_off=at_start(
        "(?:cordiali|distinti|cari|migliori|i miei (?:più cordiali|migliori)) saluti",
        "saluti",
        "un (?:cordiale )?saluto",
        "cordialmente",
        "a presto",
        "grazie,?$",
    ),
    refers_back=any_of(
        r"\bcome (?:d['’]accordo|da accordi|concordato|discusso|convenuto|stabilito|(?:ci )?eravamo detti)\b",
        r"\b(?:secondo|come da) (?:i )?nostri accordi\b",
        r"\b(?:avevamo|abbiamo) (?:concordato|discusso|stabilito)\b",
        r"\bquando (?:ci siamo|abbiamo) (?:sentiti|parlato|visti)\b",
        r"\ba seguito della nostra (?:telefonata|conversazione|chiamata)\b",
    ),
    as_promised=any_of(
        r"\bcome (?:(?:le|ti|vi) )?(?:(?:avevo|ho) )?(?:promesso|annunciato|anticipato)\b",
        r"\bmantenuto (?:la )?(?:mia )?(?:promessa|parola)\b",
        r"\bogni promessa è debito\b",
    ),
    voicemail=any_of(r"\blasciato un messaggio\b", r"\bmessaggio vocale\b", r"\bsegreteria telefonica\b"),
    promise=any_of(rf"\b(?:chiamerò|richiamerò|scriverò|riproverò|sentirò|contatterò|ricontatterò)\b[^.?!\n]*\b{_DAY}"),
    pressure=any_of(
        r"\burgent[ei]\w*",
        r"\bultima (?:occasione|possibilità|opportunità)\b",
        r"\bquanto prima\b",
        r"\bil prima possibile\b",
        r"\bcome (?:già|precedentemente) (?:detto|indicato|scritto)\b",
        r"\bancora nessuna risposta\b",
        r"\bnon ho (?:ancora )?ricevuto (?:alcuna )?risposta\b",
        r"\bdelus[oa]\b",
        r"\bsolo (?:per )?oggi\b",
        r"\bnon perda\b",
    ),
    closing=any_of(
        r"\b(?:devo|posso|vuole che|preferisce che) [^?]*(?:chiud|archivi|smett|toglier|consider)\w*[^?]*",
        r"\bha (?:deciso|scelto) (?:diversamente|altrimenti|un altro)",
    ),
    either_or=any_of(r"\bo(?:ppure)?\b"),
    no_is_fine=any_of(
        r"\bno['\"”’»]",
        r"\bun (?:breve |semplice |chiaro )?['\"“«]?no\b",
        r"\bdi(?:re|ca|rmi) (?:pure )?(?:di )?no\b",
        r"\bnon (?:le|ti|vi) scriverò più\b",
    ),
)
