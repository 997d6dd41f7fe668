"""Portuguese, of Portugal and of Brazil."""

from followupd.templates.words.patterns import LintWords, any_of, at_start

_DAY = (
    r"(?:(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|sábado|domingo|amanhã|"
    r"(?:na )?próxima semana|semana que vem)"
)

PT = LintWords(
    greeting=at_start(
        "olá", "oi", "bo[ma] (?:dia|tarde|noite)", r"car[oa]s?\b", "prezad[oa]s?", "estimad[oa]s?", "ex(?:mo|ma)\\.?"
    ),
    sign_off=at_start(
        "(?:com os )?(?:melhores|cordiais) (?:cumprimentos|saudações)",
        "cumprimentos",
        "atenciosamente",
        "cordialmente",
        "(?:um )?abraço",
        "abraços",
        "saudações",
        "obrigad[oa],?$",
    ),
    refers_back=any_of(
        r"\b(?:como|conforme|tal como) (?:o )?(?:acordado|acordámos|acordamos|combinado|combinámos|combinamos)\b",
        r"\b(?:como|conforme) (?:discutido|discutimos|falado|falámos|falamos|conversámos|conversamos)\b",
        r"\bficou (?:acordado|combinado)\b",
        r"\bquando (?:falámos|falamos|conversámos|conversamos|nos encontrámos|nos encontramos)\b",
        r"\bna sequência da nossa (?:conversa|chamada|reunião)\b",
    ),
    as_promised=any_of(
        r"\b(?:(?:tal )?como|conforme) (?:lhe |te |o )?(?:prometi(?:do)?|havia prometido|anunciado|anunciei)\b",
        r"\bo prometido é devido\b",
        r"\bcumpri (?:com )?(?:a )?(?:minha )?(?:palavra|promessa)\b",
    ),
    voicemail=any_of(
        r"\bdeixei(?:-lhe|-te)? (?:uma |um )?(?:mensagem|recado)\b",
        r"\bmensagem de voz\b",
        r"\bcaixa postal\b",
        r"\bcorreio de voz\b",
    ),
    promise=any_of(
        rf"\b(?:ligo|ligarei|telefono|telefonarei|escrevo|escreverei|volto a|voltarei a|tento|tentarei|vou)\b"
        rf"[^.?!\n]*\b{_DAY}\b"
    ),
    pressure=any_of(
        r"\burgent\w*",
        r"\búltima (?:oportunidade|chance)\b",
        r"\bo (?:mais rápido|quanto antes|mais depressa)(?: possível)?\b",
        r"\bquanto antes\b",
        r"\bainda sem resposta\b",
        r"\bcontinuo sem (?:ter )?resposta\b",
        r"\bcomo já (?:lhe |te )?(?:disse|referi|mencionei|indiquei)\b",
        r"\bdesiludid[oa]\b",
        r"\bdecepcionad[oa]\b",
        r"\bsó hoje\b",
        r"\bnão perca\b",
    ),
    closing=any_of(
        r"\b(?:devo|posso|quer que(?: eu)?|prefere que(?: eu)?) [^?]*(?:fech|encerr|arquiv|par(?:e|ar)|deix|assum)\w*",
        r"\b(?:fecho|encerro|arquivo) [^?]*(?:processo|ficha|cadastro|assunto|dossi[eê]r?)\b",
    ),
    either_or=any_of(r"\bou\b"),
    no_is_fine=any_of(
        r"\bnão['\"”’»]",
        r"\bum (?:breve |simples |curto |claro )?['\"“«]?não\b",
        r"\bdizer (?:que )?não\b",
        r"\bnão (?:lhe |te )?(?:voltarei a escrever|volto a escrever|escreverei mais|escrevo mais)\b",
    ),
)
