"""Date words of Swedish."""

WORDS = {
    "month*1": (
        "januari|jan;februari|feb|febr;mars;april|apr;maj;juni|jun;juli|jul;augusti|aug;september|sept|sep;"
        "oktober|okt;november|nov;december|dec"
    ),
    "weekday*0": (
        "måndag|mån|måndagen;tisdag|tis|tisdagen;onsdag|ons|onsdagen;torsdag|tors|torsdagen;fredag|fre|fredagen;"
        "lördag|lör|lördagen;söndag|sön|söndagen"
    ),
    "num*1": (
        "en|ett;två|ett par|par;tre|några|någon;fyra|flera;fem;sex;sju;åtta;nio;tio;elva;tolv;tretton;fjorton;"
        "femton;sexton;sjutton;arton;nitton;tjugo"
    ),
    "num=30": "trettio",
    "num=0.5": "halvt|ett halvt|halv|en halv",
    "num=1.5": "en och en halv|ett och ett halvt",
    "ord*1": (
        "första;andra;tredje;fjärde;femte;sjätte;sjunde;åttonde;nionde;tionde;elfte;tolfte;trettonde;fjortonde;"
        "femtonde;sextonde;sjuttonde;artonde;nittonde;tjugonde;tjugoförsta;tjugoandra;tjugotredje;tjugofjärde;"
        "tjugofemte"
    ),
    "ord=-1": "sista",
    "unit=day": "dag|dagar|dagars",
    "unit=workday": "arbetsdag|arbetsdagar|vardagar",
    "unit=week": "vecka|veckor|veckan|v|veckors",
    "unit=weekend": "helg|helgen",
    "unit=month": "månad|månader|månaden|månaders",
    "unit=quarter": "kvartal|kvartalet",
    "unit=half": "halvår|halvåret",
    "unit=year": "år|året|åren",
    "unit=fiscal": "räkenskapsår|räkenskapsåret|budgetår|budgetåret|verksamhetsår|verksamhetsåret",
    "halfof": "hälften|halvan",
    "rel=-1": "förra|i förra|förrförra|senaste",
    "rel=0": "denna|detta|den här|det här|innevarande|i",
    "rel=1": "nästa|nya|följande|nytt",
    "rel=2": "nästnästa|veckan efter nästa",
    "coming": "kommande|nu på",
    "part=start": "början|i början|början på|början av|inledningen|tidigt i|tidigt|inledningsvis i",
    "part=mid": "mitten|i mitten|mitten av|mitten på",
    "part=late": "senare|sent i|senare i",
    "part=end": "slutet|i slutet|slutet av|slutet på|utgången|utgången av",
    "partunit=end month": "månadsskiftet|månadsslutet",
    "partunit=end year": "årsskiftet|årsslutet|bokslutet|årets slut",
    "newyear": "nyår|nyåret|nya året|det nya året|årsskiftet",
    "day=0": "idag|i dag|ikväll",
    "day=1": "imorgon|i morgon",
    "day=2": "övermorgon|i övermorgon",
    "day=-1": "igår|i går|häromdagen",
    "within": "om|inom|om cirka|om ungefär|om sådär|om kanske|om sisådär|inom ungefär|om typ",
    "duration": "i|under|de närmaste|de kommande|ytterligare|närmaste|de nästa|i ytterligare",
    "wait": "ge mig|vänta|minst|ge oss|behöver",
    "later": "från nu|senare|fram",
    "ago": "sedan|sen",
    "agoprefix": "för",
    "bound=after": "efter|bortom|passerat|över|efter att|på andra sidan",
    "bound=until": "till|tills|fram till|ända till|intill",
    "bound=through": "till och med|t o m|tom|t.o.m|fram till och med|till efter|till slutet av",
    "bound=from": "från|från och med|fr o m|from|f r o m|med start|fr.o.m",
    "bound=notbefore": (
        "inte före|tidigast|inte förrän|först|först i|först efter|inte förrän i|ej före|inte innan|först om|"
        "tidigast i|först den|inte tidigare än"
    ),
    "bound=before": "före|innan",
    "bound=by": "senast",
    "bound=since": "sedan|alltsedan",
    "bound=during": "under|mellan|hela|över",
    "bound=not": "inte|förutom",
    "bound=once": "när|så snart|så fort",
    "bound=weekof": "veckan från|veckan med start",
    "at": "i|på|den|runt|kring|till|omkring|vid|under|ungefär|kanske|åter|igen|framåt|mot",
    "art": "den|det|de|vår|min|vårt|mitt",
    "of": "av|i|på|den|för",
    "to": "till|och|till och med|t o m|tom|eller|t.o.m",
    "and": "och|eller",
    "onward": "och framåt|eller senare|tidigast|framåt",
    "incl": "inklusive|inkl",
    "isover": "är över|är slut|är klart|är förbi|har passerat|är klar|är avklarat",
    "begins": "börjar|startar|har börjat|drar igång|kör igång",
    "that": "det|detta",
    "anaphor=after": "därefter|efter det|sedan dess|efteråt",
    "anaphor=week": "veckan därpå|veckan därefter|veckan efter|veckan efter det|den därpå|den efter",
    "anaphor=month": "månaden därpå",
    "anaphor=day": "dagen därpå",
    "before": "före|innan",
    "afterw": "efter|från",
    "feast=christmas": "julen|jul|juldagen|annandag jul|julhelgen|julafton",
    "feast=newyear": "nyår|nyårsafton|nyårsdagen|nyårshelgen|årsskiftet|nyåret",
    "feast=epiphany": "trettondagen|trettondag jul|trettonhelgen",
    "feast=easter": "påsk|påsken|påskhelgen|annandag påsk",
    "feast=goodfriday": "långfredagen",
    "feast=whitsun": "pingst",
    "feast=ascension": "kristi himmelsfärd|kristi himmelsfärdsdag",
    "feast=midsummer": "midsommar|midsommarhelgen|midsommarafton",
    "feast=mayday": "första maj|valborg|valborg och första maj",
    "feast=lucia": "lucia",
    "feast=swedenday": "nationaldagen",
    "feast=allsaints": "alla helgons dag|allhelgona",
    "season=spring": "våren|vår|vårkanten|i vår",
    "season=summer": "sommaren|sommar|i sommar",
    "season=autumn": "hösten|höst|i höst|höstkanten",
    "season=winter": "vintern|vinter|i vinter",
    "school=summer": "semestern|sommarsemestern|semestrarna|sommarlovet|industrisemestern|semesterperioden",
    "school=autumn": "höstlovet",
    "school=christmas": (
        "jullovet|julledigheten|jul och nyår|helgerna|jul- och nyårshelgen|storhelgerna|jul- och nyårshelgerna|"
        "jul och nyårshelgerna|jul och nyårshelgen|storhelgen"
    ),
    "school=winter": "sportlovet|sportlov",
    "school=easter": "påsklovet",
    "holidays": "semester|helgdagarna|ledigheten",
    "ord=-2": "näst sista",
    "feast=advent": "advent",
    "feast=advent1": "första advent",
    "feast=advent2": "andra advent",
    "feast=advent3": "tredje advent",
    "feast=advent4": "fjärde advent",
    "feast=clockchange": "tidsomställningen|klockan ställs om|omställningen",
    "feast=springforward": "sommartid|sommartiden",
    "feast=fallback": "vintertid|vintertiden",
    "feast=betweenyears": "mellandagarna|mellan jul och nyår",
    "publicholiday": "helgdagen|röd dag|långhelgen|långhelg|klämdagen",
    "anaphor=before": "innan dess|före det|i förväg",
    "hopeless": "kaos|uteslutet|omöjligt",
    "unit=fortnight": "fjortondagar",
    "school=backtoschool": "skolstarten|skolstart|terminsstarten|terminsstart|skolan börjar",
    "running=year": "i år",
}
STOPS = (
    "och att det jag vi inte är på för med en ett hör av er mig oss till har kan återkom den som då vid tack "
    "åter igen gärna tillbaka mitt"
)
CUES = {
    "answer": "svarar",
    "habit": "oppet oppettider oppna",
    "mail": "mail mejl meddelande",
    "times": "andra tredje gang",
    "none": "inte inget ingen inga aldrig",
    "wish": "god trevlig glad gott",
    "past": (
        "valt kopt skrivit bestamt signerat haft bytt tecknat sade skrev valde bestamde var hade kopte sa tog gick "
        "fick blev"
    ),
    "contact": "da tillbaka aterkom hor igen ring skriv kontakta gerna ater prata mejla prova forsok",
    "free": "kan tid battre",
    "back": "tillbaka aterkommer ater nas svarar",
    "away": "franvarande ledig semester bortrest",
    "reason": "avtal mote massa",
    "refused": "svart fullt hopeless",
    "prefer": "helst garna hellre sa",
}
