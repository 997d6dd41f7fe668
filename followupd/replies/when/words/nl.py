"""Date words of Dutch."""

WORDS = {
    "month*1": (
        "januari|jan;februari|feb|febr;maart|mrt;april|apr;mei;juni|jun;juli|jul;augustus|aug;september|sept|sep;"
        "oktober|okt;november|nov;december|dec"
    ),
    "weekday*0": "maandag|ma;dinsdag|di;woensdag|wo;donderdag|do;vrijdag|vr;zaterdag|za;zondag|zo",
    "num*1": (
        "een|één|eentje;twee;drie|een paar|paar|enkele|een aantal;vier|meerdere;vijf;zes;zeven;acht;negen;tien;"
        "elf;twaalf;dertien;veertien;vijftien;zestien;zeventien;achttien;negentien;twintig;eenentwintig"
    ),
    "num=30": "dertig",
    "num=60": "zestig",
    "num=90": "negentig",
    "num=0.5": "half|een half|halve",
    "num=1.5": "anderhalf|anderhalve",
    "ord*1": (
        "eerste;tweede;derde;vierde;vijfde;zesde;zevende;achtste;negende;tiende;elfde;twaalfde;dertiende;"
        "veertiende;vijftiende;zestiende;zeventiende;achttiende;negentiende;twintigste;eenentwintigste"
    ),
    "ord=-1": "laatste",
    "unit=day": "dag|dagen",
    "unit=workday": "werkdag|werkdagen",
    "unit=week": "week|weken|wk|weekje|weekjes",
    "unit=weekend": "weekend|weekeinde",
    "unit=month": "maand|maanden|maandje|maandjes",
    "unit=quarter": "kwartaal|kwartalen",
    "unit=half": "halfjaar|half jaar|halfjaartje|semester",
    "unit=year": "jaar|jaren|kalenderjaar|jaartje",
    "unit=fiscal": "boekjaar|begrotingsjaar|fiscaal jaar",
    "halfof": "helft",
    "rel=-1": "vorige|vorig|afgelopen|verleden",
    "rel=0": "de rest van de|rest van de|hele|deze|dit|huidige|lopende",
    "rel=1": "volgende|volgend|nieuwe|nieuw",
    "rel=2": "na de volgende|na volgende|over de volgende",
    "coming": "komende|aankomende|aanstaande|eerstvolgende|as|aanst|eerstkomende|komend",
    "part=start": "begin|het begin|aanvang|vroeg in|start",
    "part=mid": "half|medio|midden|halverwege|het midden",
    "part=late": "later|laat in|later in",
    "part=end": "eind|einde|het einde|het eind",
    "partunit=start week": "begin van de week",
    "partunit=end month": "maandeinde",
    "partunit=end year": "jaareinde|jaarafsluiting|jaarwisseling",
    "newyear": "nieuwjaar|nieuwe jaar|het nieuwe jaar|nieuw jaar|jaarwisseling",
    "day=0": "vandaag|vanavond|vanmiddag",
    "day=1": "morgen|morgenochtend|morgenmiddag|de volgende dag",
    "day=2": "overmorgen",
    "day=-1": "gisteren|eergisteren|laatst|onlangs",
    "within": (
        "over|binnen|in|over ongeveer|over zo n|over circa|in de komende|over pakweg|over minimaal|over zo|"
        "binnen nu en|over goed"
    ),
    "duration": "voor|de komende|komende|nog|de eerstkomende|gedurende|voor de komende|nog minstens",
    "wait": (
        "geef me|geef mij|wacht|heb nog|minstens|minimaal|duurt|wachten|zeker nog|geef ons|gun me|geef het|"
        "nog even|duurt nog|duurt zeker|wacht nog|laat het"
    ),
    "later": "later|vanaf nu|vanaf vandaag|de tijd|verder",
    "ago": "geleden|terug",
    "bound=after": "na|na de|na het|voorbij|ná|aansluitend op|na afloop van|als voorbij is|eenmaal na|pas als",
    "bound=until": "tot|tot aan|tot en|tot de|tot het",
    "bound=through": "tot en met|t m|t/m|tot na|tot na de|tm",
    "bound=from": "vanaf|van|per|ingaande|met ingang van|vanaf de|vanaf het|pas vanaf",
    "bound=notbefore": (
        "niet voor|niet vóór|niet eerder dan|op zijn vroegst|pas|pas na het begin van|op z n vroegst|pas in|pas op|"
        "pas vanaf|pas weer|pas rond|niet voor het|zeker niet voor|niets voor|eerder dan|niet voor de|pas weer in|"
        "pas weer vanaf|pas per|niet vroeger dan|pas na|pas na de|pas na het|lukt niet voor|niks voor|"
        "onmogelijk voor|pas ergens in"
    ),
    "bound=before": "voor|vóór|voor de|vlak voor|nog voor",
    "bound=by": "uiterlijk|tegen|ten laatste|uiterlijk op|op zijn laatst",
    "bound=since": "sinds|al sinds|sedert",
    "bound=during": "tijdens|van|tussen|gedurende|rond|heel|de hele",
    "bound=not": "niet|niet meer|niet in|niet op|behalve|in plaats van|niets in|niks in",
    "bound=once": "zodra|wanneer|als",
    "bound=weekof": "week van|week van de|week vanaf|week beginnend op",
    "at": (
        "in|op|rond|omstreeks|om|de|aan|circa|ongeveer|zo rond|ergens in|misschien|weer|bij|aan het|rondom|tegen|"
        "richting|ergens|in de loop van|maar|zo|maar eens|maar weer|naar"
    ),
    "art": "de|het|onze|mijn|uw|je|t|ons",
    "of": "van|van de|van het|in|der|dit|deze|van deze|van dit",
    "to": "tot|en|tot en met|t m|t/m|tm|of",
    "and": "en|of",
    "onward": "of later|en later|op zijn vroegst|op z n vroegst|af|en verder",
    "incl": "inclusief|incl|ingesloten",
    "isover": (
        "voorbij is|voorbij zijn|achter de rug is|achter de rug zijn|afgelopen is|erop zit|erop zitten|om is|"
        "klaar is|afgerond is|is afgelopen|is voorbij|zijn voorbij|gesloten is|geweest is"
    ),
    "begins": "begint|start|begonnen is|van start gaat|is begonnen|ingaat",
    "that": "dat|die",
    "anaphor=after": "daarna|nadien|vervolgens|erna|hierna",
    "anaphor=week": (
        "de week erna|de week daarna|die erna|de week daarop|die daarna|week erop|de week erop|die daarop|"
        "de week daar na|de daaropvolgende week|week daarna|week erna"
    ),
    "anaphor=month": "de maand erna|de maand daarna|de maand daarop",
    "anaphor=day": "de dag erna|de dag daarna|de dag erop|de dag daarop",
    "before": "voor|vóór|voor de",
    "afterw": "na|na de|na het|volgend op|vanaf",
    "feast=christmas": "kerst|kerstmis|kerstdagen|de kerst|tweede kerstdag",
    "feast=christmaseve": "kerstavond",
    "feast=newyear": "nieuwjaar|oud en nieuw|nieuwjaarsdag|jaarwisseling|de jaarwisseling",
    "feast=easter": "pasen|paasweekend|paasmaandag|tweede paasdag",
    "feast=goodfriday": "goede vrijdag",
    "feast=whitsun": "pinksteren|tweede pinksterdag|pinksterweekend",
    "feast=ascension": "hemelvaart|hemelvaartsdag|hemelvaartweekend",
    "feast=kingsday": "koningsdag",
    "feast=sinterklaas": "sinterklaas|pakjesavond",
    "feast=carnival": "carnaval",
    "feast=mayday": "dag van de arbeid",
    "feast=allsaints": "allerheiligen",
    "feast=liberation": "bevrijdingsdag",
    "feast=nationalbelgium": "nationale feestdag",
    "feast=ramadan": "ramadan",
    "feast=eid": "suikerfeest",
    "feast=eidadha": "offerfeest",
    "feast=lunarnewyear": "chinees nieuwjaar",
    "school=bouwvak": "bouwvak|bouwvakvakantie|bouwverlof",
    "season=spring": "voorjaar|lente",
    "season=summer": "zomer",
    "season=autumn": "najaar|herfst",
    "season=winter": "winter",
    "school=summer": "zomervakantie|zomervakanties|zomerstop|zomerreces|grote vakantie|zomersluiting",
    "school=autumn": "herfstvakantie",
    "school=christmas": "kerstvakantie|kerstperiode|kerstreces|kerstdrukte|decemberdrukte|feestmaand",
    "school=winter": "voorjaarsvakantie|krokusvakantie|wintersport|skivakantie",
    "school=easter": "meivakantie|paasvakantie",
    "holidays": "feestdagen|vakantie|vakanties|vakantieperiode",
    "ord=-2": "voorlaatste|op één na laatste",
    "feast=advent": "advent",
    "feast=clockchange": "klok verzet|klok verzetten|de klok verzet|verzetten van de klok|klok verzet is",
    "feast=springforward": "zomertijd",
    "feast=fallback": "wintertijd",
    "feast=ashwednesday": "aswoensdag",
    "feast=betweenyears": "tussen kerst en oud en nieuw|tussen kerst en nieuwjaar",
    "feast=maundythursday": "witte donderdag",
    "publicholiday": "feestdag|lang weekend|lange weekend",
    "anaphor=before": "daarvoor|ervoor|van tevoren",
    "hopeless": "hopeloos|kansloos|gekkenhuis|onhaalbaar",
    "school=backtoschool": (
        "scholen weer beginnen|begin van het schooljaar|school weer begint|nieuwe schooljaar|scholen weer begonnen zijn"
    ),
    "num=2.5": "tweeënhalf|tweeëneenhalf",
    "running=year": "dit jaar",
}
STOPS = (
    "de het een en ik wij we niet is zijn voor met van op te dat bel mij me u je graag weer maar nog ben heb "
    "hebben naar er bij dan contact opnemen mijn"
)
CUES = {
    "habit": "open geopend openingstijden bereikbaar",
    "mail": "mail email bericht mails",
    "times": "tweede derde vierde keer",
    "none": "niet niets geen nooit",
    "wish": "prettige fijne gelukkig vrolijk zalig",
    "past": (
        "waren getekend gekozen gekocht verlengd was had hadden overgestapt besloten begonnen zei zeiden gingen "
        "kreeg kregen kozen namen kwamen tekenden kochten spraken tekende zegden"
    ),
    "contact": (
        "dan daarna weer bellen bel graag contact opnemen spreken terugkomen mailen mail terug benaderen "
        "schrijven praten"
    ),
    "free": "kunnen kan tijd beter ruimte schikt druk",
    "back": "heropenen terug bereikbaar beschikbaar aanwezig weer kantoor",
    "away": "afwezig weg vakantie vrij gesloten verlof dicht",
    "reason": "contract verloopt beurs vergadering",
    "refused": "slecht druk vol lastig moeilijk niet hopeless gekkenhuis",
    "prefer": "liefst liever beter graag dus",
}
