"""Date words of Italian."""

WORDS = {
    "month*1": (
        "gennaio|gen|genn;febbraio|feb|febbr;marzo|mar;aprile|apr;maggio|mag;giugno|giu;luglio|lug;agosto|ago;"
        "settembre|set|sett;ottobre|ott;novembre|nov;dicembre|dic"
    ),
    "weekday*0": "lunedì|lun;martedì|mart;mercoledì|merc;giovedì|giov;venerdì|ven;sabato;domenica|dom",
    "num*1": (
        "un|una|uno;due|un paio di|paio di;tre|qualche|alcune|alcuni;quattro|diversi|diverse;cinque;sei;sette;"
        "otto;nove;dieci|una decina di;undici;dodici;tredici;quattordici;quindici|una quindicina di;sedici;"
        "diciassette;diciotto;diciannove;venti"
    ),
    "num=30": "trenta",
    "num=60": "sessanta",
    "num=90": "novanta",
    "num=0.5": "mezzo|mezza",
    "plushalf": "e mezzo|e mezza",
    "ord*1": "primo|prima|primi|prime;secondo|seconda;terzo|terza;quarto|quarta;quinto|quinta",
    "ord=-1": "ultimo|ultima|ultimi|ultime",
    "unit=day": "giorno|giorni",
    "unit=workday": "giorni lavorativi|giorno lavorativo",
    "unit=week": "settimana|settimane|sett|settimanella",
    "unit=weekend": "fine settimana|weekend",
    "unit=month": "mese|mesi",
    "unit=quarter": "trimestre|trimestri",
    "unit=half": "semestre|semestri",
    "unit=year": "anno|anni|anno solare",
    "unit=fiscal": "anno fiscale|esercizio",
    "halfof": "metà|quindicina",
    "rel=-1": "scorso|scorsa|passato|passata|scorsi",
    "rel=0": "questo|questa|corrente|in corso",
    "rel=1": "prossimo|prossima|prossimi|prossime|seguente|successiva|successivo|che viene|nuovo",
    "part=start": "inizio|a inizio|inizi|agli inizi|all inizio|gli inizi|primi giorni|i primi",
    "part=mid": "metà|a metà|la metà",
    "part=end": "fine|a fine|alla fine|la fine|ultimi giorni|verso fine",
    "newyear": "anno nuovo|nuovo anno",
    "day=0": "oggi|stasera",
    "day=1": "domani|domani mattina|domani pomeriggio",
    "day=2": "dopodomani|dopo domani",
    "day=-1": "ieri|l altro ieri|l altro giorno",
    "within": "tra|fra|entro|in|tra circa|fra circa|di qui a|da qui a|nel giro di",
    "duration": "per|per i prossimi|per le prossime|i prossimi|le prossime|ancora",
    "wait": "mi dia|datemi|dammi|almeno|aspettare|mi servono|servono|attendere",
    "later": "da oggi|da adesso|di tempo",
    "ago": "fa|addietro|or sono",
    "bound=after": (
        "dopo|dopo il|dopo la|dopo le|passato|passata|passate|passati|dopo i|dopo gli|successivamente a|"
        "una volta passate|al rientro dalle|al rientro da|passate le|passata la|passato il|finite le|finito il|"
        "finita la|dopo l"
    ),
    "bound=until": "fino a|fino al|fino alla|sino al|sino a|fino alle|fino agli|fino all",
    "bound=through": "fino a fine|fino a dopo|fino alla fine di|fino a tutto|a tutto|fino a dopo il",
    "bound=from": "da|dal|a partire da|a partire dal|dalla|dall|a decorrere dal|a partire dalla",
    "bound=notbefore": (
        "non prima di|non prima del|non prima della|mai prima di|solo da|solo dal|al più presto|non prima dell|"
        "solo a|niente prima di|solo a partire da|solo a partire dal|non prima che|impossibile prima di|solo dopo|"
        "se ne parla a|se ne riparla a|se ne parla dopo|se ne riparla dopo"
    ),
    "bound=before": "prima di|prima del|prima della|prima delle",
    "bound=by": "entro|entro il|entro la|al più tardi",
    "bound=since": "dal|da|fin da|sin da",
    "bound=during": "durante|dal|tra|fra|tutta|tutto|tutta la|tutto il|nel corso di|nel corso del",
    "bound=not": "non|tranne|non a|invece di|anziché|non più|no|già no",
    "bound=once": "una volta|quando|appena|non appena",
    "bound=weekof": "settimana del|settimana che inizia il|settimana dal",
    "at": (
        "il|a|al|nel|nella|in|per|verso|intorno al|intorno a|ai|nell|attorno al|di nuovo|circa|per il|per la|di|"
        "da|agli|all|l|nei|nelle|verso la|mese di|nel mese di|verso il|alla|forse|magari"
    ),
    "art": "il|la|lo|i|gli|le|l|nostra|nostro|mia|mio|nostre|mie",
    "of": "di|del|della|dell|dello|d|dei|degli|delle|in",
    "to": "al|a|e|fino al|fino a|all|o|alla",
    "and": "e|o|oppure",
    "onward": "in poi|in avanti|o dopo|o più tardi",
    "incl": "compreso|incluso|inclusi|compresi|compresa",
    "isover": "finisce|è finito|sarà finito|è passato|saranno passate|è terminato|sarà passato|finiscono|finito",
    "begins": "inizia|comincia|inizierà|sarà iniziato|parte",
    "that": "questo|ciò|quello|questa data",
    "anaphor=after": "dopodiché|in seguito|dopo di che|successivamente|dopo tale data",
    "anaphor=week": (
        "quella dopo|la settimana successiva|quella successiva|la settimana seguente|quella seguente|la settimana dopo"
    ),
    "anaphor=month": "il mese successivo",
    "anaphor=day": "il giorno successivo|il giorno seguente",
    "before": "prima di|prima del|prima della",
    "afterw": "dopo|dopo il|dopo la|dopo le|successivo a|successivi a|da",
    "feast=christmas": "natale|santo stefano|vigilia di natale",
    "feast=newyear": "capodanno|san silvestro",
    "feast=epiphany": "epifania|befana|la befana",
    "feast=easter": "pasqua|pasquetta|lunedì dell angelo",
    "feast=goodfriday": "venerdì santo",
    "feast=whitsun": "pentecoste",
    "feast=assumption": "ferragosto|assunzione",
    "feast=liberationit": "festa della liberazione|25 aprile",
    "feast=republicit": "festa della repubblica|2 giugno",
    "feast=mayday": "festa del lavoro|primo maggio|festa dei lavoratori",
    "feast=immaculate": "immacolata|ponte dell immacolata",
    "feast=allsaints": "ognissanti|tutti i santi|ponte dei morti|i santi|ponte dei santi|i morti|santi",
    "feast=carnival": "carnevale",
    "feast=lunarnewyear": "capodanno cinese",
    "season=spring": "primavera",
    "season=summer": "estate",
    "season=autumn": "autunno",
    "season=winter": "inverno",
    "school=summer": "vacanze estive|ferie estive|pausa estiva|ferie di agosto|chiusura estiva",
    "school=christmas": (
        "vacanze di natale|vacanze natalizie|feste natalizie|ferie natalizie|festività natalizie|pausa natalizia|"
        "feste di fine anno"
    ),
    "school=easter": "vacanze di pasqua|vacanze pasquali|feste pasquali",
    "school=backtoschool": (
        "rientro dalle vacanze|rientro dalle ferie|ripresa dopo l estate|inizio della scuola|"
        "riapertura delle scuole|rientro a scuola"
    ),
    "holidays": "feste|festività|ferie|vacanze",
    "ord=-2": "penultimo|penultima",
    "feast=advent": "avvento",
    "feast=clockchange": "cambio dell ora|cambio d ora|cambio ora",
    "feast=springforward": "ora legale",
    "feast=fallback": "ora solare",
    "feast=ashwednesday": "mercoledì delle ceneri",
    "publicholiday": "ponte|festivo|giorno festivo|weekend lungo|festività",
    "anaphor=before": "prima di allora|in anticipo",
    "hopeless": "escluso|impensabile",
    "running=year": "quest anno",
}
STOPS = (
    "il la di che e non per con un una mi ci è sono del della più in grazie ho abbiamo risentiamoci contatti "
    "sarò ricontatti ma le lo si"
)
CUES = {
    "answer": "rispondero",
    "habit": "orari orario aperto aperti",
    "mail": "mail email messaggio",
    "times": "seconda terza quarta volte volta",
    "none": "non niente mai nessun nessuna",
    "wish": "buon buone buona felice",
    "past": "stato firmato scelto rinnovato era comprato iniziato",
    "contact": (
        "allora ricontatti ricontattami ricontattarci risentiamoci sentiamoci riprova scriva scrivimi chiami "
        "chiamami risentirci parlarne contatti riparliamone"
    ),
    "free": "posso possiamo meglio sara tempo",
    "back": "riapre riapriamo rientro torno tornero rientrero ritorno rispondero rientrare disponibile",
    "away": "assente ferie chiuso chiusi fuori",
    "reason": "contratto consiglio fiera scadenza",
    "refused": "impossibile pieno difficile hopeless",
    "prefer": "idealmente meglio preferibilmente quindi",
}
