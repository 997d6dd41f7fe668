"""French."""

from followupd.templates.words.patterns import LintWords, any_of, at_start

_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|demain|la semaine prochaine)"

FR = LintWords(
    greeting=at_start("bonjour", "bonsoir", "salut", "ch(?:er|ère)s?", "madame", "monsieur"),
    sign_off=at_start(
        "(?:bien )?cordialement", "bien à vous", "salutations", "meilleures salutations", "sincères", "amicalement"
    ),
    refers_back=any_of(
        r"\bcomme (?:convenu|discuté|évoqué)\b",
        r"\bnous (?:avions|avons) convenu\b",
        r"\blors de notre (?:échange|conversation)",
    ),
    as_promised=any_of(
        r"\b(?:comme|ainsi que) (?:promis|annoncé)\b",
        r"\bcomme je (?:vous |te )?l[\'’](?:ai|avais) (?:promis|annoncé)\b",
        r"\b(?:tenu|tiens) (?:ma )?(?:parole|promesse)\b",
        r"\bchose promise\b",
    ),
    voicemail=any_of(r"\blaissé un message\b", r"\b(?:mon message|messagerie) vocal"),
    promise=any_of(
        rf"\bje (?:vous |t['’])?(?:rappellerai|appellerai|recontacterai|écrirai|réessaierai)[^.?!\n]*\b{_DAY}\b"
    ),
    pressure=any_of(
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
    closing=any_of(
        r"\b(?:dois|puis|faut)-(?:je|il) [^?]*(?:clore|clôturer|fermer|classer|arrêter|refermer|considérer)"
    ),
    either_or=any_of(r"\bou\b"),
    no_is_fine=any_of(r"\bnon\b", r"\bne vous (?:é|re)?crirai plus\b", r"\bn['’]écrirai plus\b"),
)
