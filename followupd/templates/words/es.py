"""Spanish."""

from followupd.templates.words.patterns import LintWords, any_of, at_start

_DAY = r"(?:lunes|martes|miércoles|jueves|viernes|mañana|la (?:próxima semana|semana que viene))"

ES = LintWords(
    greeting=at_start(
        "hola", "buen[oa]s (?:días|tardes|noches)", "buenos días", "estimad[oa]s?", "querid[oa]s?", "buenas"
    ),
    sign_off=at_start("(?:un )?(?:cordial )?saludo", "saludos", "atentamente", "un abrazo", "gracias,?$"),
    refers_back=any_of(
        r"\b(?:como|según) (?:acordamos|hablamos|comentamos|lo acordado|quedamos)\b",
        r"\bacordamos\b",
        r"\bcuando hablamos\b",
    ),
    as_promised=any_of(
        r"\b(?:tal )?(?:como|según) (?:le |te |lo )?(?:prometí|había prometido|prometido|anunciado|anuncié)\b",
        r"\blo prometido\b",
        r"\bcumpl[íoi] (?:con )?(?:mi )?(?:palabra|promesa)\b",
    ),
    voicemail=any_of(r"\bdejé un mensaje\b", r"\bmensaje de voz\b", r"\bbuzón de voz\b"),
    promise=any_of(rf"\b(?:le|te|lo) (?:llamaré|escribiré|volveré a (?:llamar|escribir))[^.?!\n]*\b{_DAY}\b"),
    pressure=any_of(
        r"\burgente\w*",
        r"\búltima oportunidad\b",
        r"\bcomo ya (?:le|te) (?:dije|indiqué|comenté)",
        r"\bdecepcionad[oa]\b",
        r"\bsigo sin (?:tener )?respuesta\b",
        r"\bcuanto antes\b",
        r"\blo antes posible\b",
        r"\bno (?:se )?pierda\b",
    ),
    closing=any_of(r"¿[^?]*\b(?:cierro|cierre|cerramos|cerrar|archivo|archivar|deje de|dejo de)\b"),
    either_or=any_of(r"\bo\b"),
    no_is_fine=any_of(
        r"\bno['\"”’»]",
        r"\bun (?:breve |simple |claro )?no\b",
        r"\bno (?:le|te) (?:volveré a escribir|escribiré más)\b",
        r"\bdecir (?:que )?no\b",
    ),
)
