"""Date words of Portuguese."""

WORDS = {
    "month*1": (
        "janeiro|jan;fevereiro|fev;março|mar;abril|abr;maio|mai;junho|jun;julho|jul;agosto|ago;setembro|set;"
        "outubro|out;novembro|nov;dezembro|dez"
    ),
    "weekday*0": (
        "segunda feira|segunda|segunda-feira;terça feira|terça|terça-feira;quarta feira|quarta|quarta-feira;"
        "quinta feira|quinta|quinta-feira;sexta feira|sexta|sexta-feira;sábado;domingo"
    ),
    "num*1": (
        "um|uma;dois|duas|um par de|par de;três|alguns|algumas|uns|umas;quatro|vários|várias;cinco;seis;sete;"
        "oito;nove;dez;onze;doze;treze;catorze|quatorze;quinze;dezesseis|dezasseis;dezessete|dezassete;dezoito;"
        "dezenove|dezanove;vinte"
    ),
    "num=30": "trinta",
    "num=60": "sessenta",
    "num=90": "noventa",
    "num=0.5": "meio|meia",
    "plushalf": "e meio|e meia",
    "ord*1": "primeiro|primeira|primeiros;segundo|segunda;terceiro|terceira;quarto|quarta;quinto|quinta",
    "ord=-1": "último|última|últimos",
    "unit=day": "dia|dias",
    "unit=workday": "dias úteis|dia útil",
    "unit=week": "semana|semanas",
    "unit=fortnight": "quinzena|quinzenas",
    "unit=weekend": "fim de semana|final de semana",
    "unit=month": "mês|meses",
    "unit=quarter": "trimestre|trimestres",
    "unit=half": "semestre|semestres",
    "unit=year": "ano|anos",
    "unit=fiscal": "ano fiscal|exercício",
    "halfof": "metade|quinzena",
    "rel=-1": "passado|passada|último|última",
    "rel=0": "este|esta|deste|desta|neste|nesta|corrente",
    "rel=1": "próximo|próxima|que vem|seguinte|próximos|próximas|novo|que entra|à frente|a seguir",
    "part=start": "início|começo|princípio|inícios|princípios|primeiros dias|comecinho",
    "part=mid": "meados|em meados|meio|metade",
    "part=end": "fim|final|fins|finais|o final|o fim|últimos dias",
    "newyear": "ano novo|novo ano|ano que se inicia",
    "day=0": "hoje|hoje à tarde",
    "day=1": "amanhã|amanhã de manhã|amanhã à tarde",
    "day=2": "depois de amanhã",
    "day=-1": "ontem|anteontem|outro dia",
    "within": (
        "em|daqui a|dentro de|dentro de uns|daqui|em cerca de|daqui a uns|daqui a umas|num prazo de|dentro de umas|"
        "em uns|em umas|em mais ou menos|em aproximadamente"
    ),
    "duration": "por|durante|os próximos|as próximas|pelos próximos|pelas próximas|nos próximos|nas próximas|mais",
    "wait": "me dê|dê me|pelo menos|aguarde|aguardar|preciso de|esperar|espere",
    "later": "depois|a partir de agora|a partir de hoje|mais tarde",
    "ago": "atrás",
    "agoprefix": "há|faz|há cerca de",
    "bound=after": (
        "depois de|depois do|depois da|após|após o|após a|após as|passado|passada|depois das|depois dos|passadas|"
        "logo após"
    ),
    "bound=until": "até|até o|até ao|até à|até a",
    "bound=through": "até ao fim de|até o fim de|até ao final de|até depois de|até o final de|até depois do",
    "bound=from": "a partir de|a partir do|a partir da|de|do|a contar de",
    "bound=notbefore": (
        "não antes de|não antes do|só a partir de|só a partir do|nunca antes de|no mínimo em|só em|nada antes de|"
        "só depois de|só depois do|apenas em|somente em|apenas a partir de|somente a partir de|não antes da|"
        "não antes dos|só depois da|só após|impossível antes de|impossível antes do|só lá para"
    ),
    "bound=before": "antes de|antes do|antes da",
    "bound=by": "o mais tardar|no máximo|até no máximo",
    "bound=since": "desde|desde o|desde a",
    "bound=during": "durante|de|do|entre|toda|todo|toda a|todo o|ao longo de",
    "bound=not": "não|exceto|não em|em vez de|já não|não será|não vai ser",
    "bound=once": "quando|assim que|uma vez que|logo que",
    "bound=weekof": "semana de|semana do dia|semana do|semana que começa em",
    "at": (
        "em|no|na|a|o|ao|dia|no dia|para|por volta de|lá para|em torno de|pelo|pela|nos|nas|para o|mais para|à|"
        "mês de|no mês de|por volta do dia|lá pelo|lá para o|lá por|ali por|talvez|de novo|lá pelo dia"
    ),
    "art": "o|a|os|as|nosso|nossa|minhas|minha|meu",
    "of": "de|do|da|dos|das|no|na|em|deste|desta",
    "to": "a|ao|até|e|até ao|até o|à|ou",
    "and": "e|ou",
    "onward": "em diante|ou depois|ou mais tarde",
    "incl": "inclusive|incluído|inclusivamente",
    "isover": "acabar|terminar|passar|passarem|terminarem|tiver passado|acabarem|fechar|tiver acabado",
    "begins": "começar|começa|iniciar|começarem|tiver começado|virar",
    "that": "isso|disso|essa data",
    "anaphor=after": "depois disso|em seguida|após isso|depois dessa data",
    "anaphor=week": "a semana seguinte|a outra|a seguinte|na outra|a que vem a seguir|na seguinte|a semana a seguir",
    "anaphor=month": "o mês seguinte|no mês seguinte",
    "anaphor=day": "o dia seguinte|no dia seguinte",
    "before": "antes de|antes do|antes da",
    "afterw": "depois de|depois do|depois da|após|após o|após a|a partir de",
    "feast=christmas": "natal|o natal|véspera de natal",
    "feast=newyear": "ano novo|réveillon|passagem de ano|virada do ano|virada de ano|o ano novo|ano-novo",
    "feast=epiphany": "dia de reis|reis",
    "feast=easter": "páscoa",
    "feast=holyweek": "semana santa",
    "feast=goodfriday": "sexta feira santa|sexta santa",
    "feast=carnival": "carnaval",
    "feast=corpuschristi": "corpus christi|corpo de deus",
    "feast=brazilindep": "sete de setembro|7 de setembro",
    "feast=mayday": "dia do trabalho|dia do trabalhador|primeiro de maio",
    "feast=saintjohn": "são joão|festas juninas",
    "feast=lunarnewyear": "ano novo chinês",
    "season=spring": "primavera",
    "season=summer": "verão",
    "season=autumn": "outono",
    "season=winter": "inverno",
    "school=summer": "férias de verão|férias grandes|pausa de verão",
    "school=christmas": (
        "férias de natal|festas de fim de ano|festas de final de ano|recesso|recesso de fim de ano|"
        "férias de fim de ano|recesso de final de ano|quadra natalícia|época natalícia|época festiva"
    ),
    "school=easter": "férias da páscoa|férias de páscoa",
    "school=midyear": "férias de julho|férias de meio de ano",
    "holidays": "festas|férias|feriados|feriado",
    "ord=-2": "penúltimo|penúltima",
    "feast=clockchange": "mudança da hora|mudança de hora|mudança do horário",
    "feast=springforward": "hora de verão|horário de verão",
    "feast=advent": "advento",
    "feast=ashwednesday": "quarta-feira de cinzas|quarta feira de cinzas",
    "feast=portugal": "dia de portugal|10 de junho",
    "feast=carnation": "25 de abril|dia da liberdade",
    "feast=allsaints": "todos os santos|finados",
    "publicholiday": "feriado|ponte|feriadão|fim de semana prolongado|feriado prolongado",
    "coming": "para a|pra",
    "anaphor=before": "antes disso|de antecedência",
    "hopeless": "impensável|descartado",
    "school=backtoschool": "volta às aulas|regresso às aulas|início das aulas",
    "running=year": "este ano|neste ano",
}
STOPS = (
    "o a os as de que não em para com um uma me nos por mais do da no na é e obrigado obrigada estou estarei "
    "volte contacte contato eu falar conversar mas se"
)
CUES = {
    "answer": "responderei",
    "habit": "horario aberto abertos",
    "mail": "mail email mensagem",
    "times": "segunda terceira quarta vezes vez",
    "none": "nao nada nunca sem nenhum",
    "wish": "feliz boas bom boa",
    "past": "assinamos foi compramos renovamos estive escolhemos era fechamos dissemos disse fizemos tivemos decidimos",
    "contact": (
        "entao volte falamos falar contactar contatar contate contacte ligue escreva retomar contato contacto "
        "conversar falarmos conversamos procure retornar"
    ),
    "free": "podemos melhor tempo estarei posso",
    "back": "volto retorno regressarei voltarei regresso responderei retornarei disponivel",
    "away": "ferias fora ausente licenca fechados encerrados",
    "reason": "contrato reuniao conselho feira",
    "refused": "impossivel cheio dificil hopeless",
    "prefer": "idealmente melhor favor portanto",
}
