"""Date words of German."""

WORDS = {
    "month*1": (
        "januar|jan|jänner|januars|jaenner;februar|feb|febr|feber|februars;märz|mrz|maerz|mär;april|apr|aprils;"
        "mai|mais;juni|jun|juno;juli|jul|julei;august|aug|augusts;september|sept|sep|septembers;oktober|okt|"
        "oktobers;november|nov|novembers;dezember|dez|dezembers"
    ),
    "weekday*0": (
        "montag|mo|montags;dienstag|di|dienstags;mittwoch|mi|mittwochs;donnerstag|do|donnerstags;freitag|fr|"
        "freitags;samstag|sa|sonnabend|samstags;sonntag|so|sonntags"
    ),
    "num*1": (
        "ein|eine|einem|einer|einen|eins|eines;zwei;drei|ein paar|paar|einigen|einige|wenigen;vier|mehreren;fünf;"
        "sechs;sieben;acht;neun;zehn;elf;zwölf;dreizehn;vierzehn;fünfzehn;sechzehn;siebzehn;achtzehn;neunzehn;"
        "zwanzig;einundzwanzig;zweiundzwanzig;dreiundzwanzig;vierundzwanzig;fünfundzwanzig"
    ),
    "num=30": "dreissig",
    "num=60": "sechzig",
    "num=90": "neunzig",
    "num=0.5": "halben|halbes|halbe|einem halben|ein halbes|einer halben|eine halbe",
    "num=1.5": "anderthalb|eineinhalb",
    "num=2.5": "zweieinhalb",
    "ord*1": (
        "ersten|erste|erster|erstes;zweiten|zweite|zweiter|zweites;dritten|dritte|dritter|drittes;vierten|vierte|"
        "viertes|vierter;fünften|fünfte;sechsten|sechste;siebten|siebte|siebenten;achten|achte;neunten|neunte;"
        "zehnten|zehnte;elften|elfte;zwölften|zwölfte;dreizehnten;vierzehnten;fünfzehnten;sechzehnten;"
        "siebzehnten;achtzehnten;neunzehnten;zwanzigsten;einundzwanzigsten;zweiundzwanzigsten;dreiundzwanzigsten;"
        "vierundzwanzigsten;fünfundzwanzigsten;sechsundzwanzigsten;siebenundzwanzigsten;achtundzwanzigsten;"
        "neunundzwanzigsten;dreissigsten;einunddreissigsten"
    ),
    "ord=-1": "letzten|letzte|letzter|letztes",
    "unit=day": "tag|tage|tagen|tages",
    "unit=workday": (
        "werktag|werktage|werktagen|arbeitstag|arbeitstage|arbeitstagen|banktage|banktagen|geschäftstage|geschäftstagen"
    ),
    "unit=week": "woche|wochen|kw|kalenderwoche|kalenderwochen",
    "unit=weekend": "wochenende",
    "unit=month": "monat|monate|monaten|monats",
    "unit=quarter": "quartal|quartals|quartale|quartalen|vierteljahr|vierteljahres",
    "unit=half": "halbjahr|halbjahres|halbjahrs|semester|jahreshälfte",
    "unit=year": "jahr|jahre|jahren|jahres|jahrs|kalenderjahr|kalenderjahres",
    "unit=fiscal": "geschäftsjahr|geschäftsjahres|wirtschaftsjahr|haushaltsjahr|budgetjahr|fiskaljahr",
    "halfof": "hälfte",
    "monthhalf*1": (
        "januarhälfte|jännerhälfte;februarhälfte;märzhälfte;aprilhälfte;maihälfte;junihälfte;julihälfte;augusthälfte;"
        "septemberhälfte;oktoberhälfte;novemberhälfte;dezemberhälfte"
    ),
    "monthweek*1": (
        "januarwoche|jännerwoche;februarwoche;märzwoche;aprilwoche;maiwoche;juniwoche;juliwoche;augustwoche;"
        "septemberwoche;oktoberwoche;novemberwoche;dezemberwoche"
    ),
    "partseason=start spring": "vorfrühling|frühlingsanfang|frühlingsbeginn",
    "partseason=start summer": "frühsommer|sommeranfang|sommerbeginn",
    "partseason=mid summer": "hochsommer",
    "partseason=late summer": "spätsommer",
    "partseason=end summer": "sommerende",
    "partseason=start autumn": "frühherbst|herbstanfang|herbstbeginn",
    "partseason=late autumn": "spätherbst",
    "rel=-1": (
        "letzten|letzte|letztes|letzter|vergangenen|vergangene|vergangenes|vorigen|vorige|voriges|letztem|vergangenem"
    ),
    "rel=0": (
        "ganze|ganzen|rest der|restliche|restlichen|rest des|diese|diesen|dieser|dieses|diesem|laufenden|"
        "aktuellen|laufendes"
    ),
    "rel=1": (
        "nächste|nächsten|nächstes|nächster|nächstem|folgenden|folgende|neuen|neue|neues|neuem|kommendes|"
        "kommender|darauffolgenden|darauffolgende|nächsen"
    ),
    "rel=2": "übernächste|übernächsten|übernächstes|übernächster|übernächstem",
    "coming": "kommenden|kommende",
    "sametime": "um diese zeit|zur gleichen zeit|zur selben zeit",
    "part=start": "anfang|beginn|zu beginn|anfangs|start|zum start|ersten tage|früh im|frühen|früh",
    "part=mid": "mitte|mitten im|mittig",
    "part=late": "spät|später|später im|späten|gegen ende|spät im|hinteren teil|spätere",
    "part=end": "ende|zum ende|ablauf|zum schluss|schluss|abschluss|ausklang|gegen ende",
    "partunit=start week": "wochenanfang|wochenbeginn|anfang der woche",
    "partunit=mid week": "wochenmitte",
    "partunit=start month": "monatsanfang|monatsbeginn",
    "partunit=mid month": "monatsmitte",
    "partunit=end month": "monatsende|ultimo",
    "partunit=start quarter": "quartalsanfang|quartalsbeginn",
    "partunit=end quarter": "quartalsende|quartalsabschluss",
    "partunit=start year": "jahresanfang|jahresbeginn",
    "partunit=mid year": "jahresmitte|zum halbjahr",
    "partunit=end year": "jahresende|jahresschluss|jahresabschluss",
    "newyear": "jahreswechsel|neujahr|neuen jahr|neues jahr|jahreswende",
    "day=0": "heute|heute abend|heute nachmittag",
    "day=1": (
        "morgen|morgen früh|morgen vormittag|morgen nachmittag|morgen abend|gleich morgen|am folgetag|am nächsten tag"
    ),
    "day=2": "übermorgen",
    "day=3": "überübermorgen",
    "day=-1": "gestern|vorgestern|neulich",
    "within": (
        "in|binnen|innerhalb|in etwa|in ca|in den nächsten|in zirka|in ungefähr|in gut|in rund|in frühestens|"
        "in gut und gern|in cirka|in den kommenden|in knapp|innerhalb von|innerhalb der nächsten"
    ),
    "duration": (
        "für|die nächsten|für die nächsten|noch|den nächsten|die kommenden|weitere|für weitere|nächste|für rund"
    ),
    "wait": (
        "brauche|brauchen|geben sie mir|gib mir|gebt mir|warten|warten sie|mindestens|dauert|noch mindestens|"
        "geben sie uns|gebt uns|gib uns|gönnen sie mir|braucht|benötige|benötigen|brauch"
    ),
    "later": "später|ab jetzt|ab heute|von heute|zeit",
    "ago": "her|zuvor|vorher",
    "agoprefix": "vor|vor etwa|vor gut|vor rund|vor ca|vor über",
    "bound=after": (
        "nach|nach dem|nach der|nach den|im anschluss an|im nachgang zu|hinter|nach ablauf|nach ende|"
        "nach abschluss|jenseits|über hinaus|sobald vorbei"
    ),
    "bound=until": "bis|bis zum|bis zur|bis zu|bis in den|bis in die|bis ins|bis nach|bis anfang der|bis in",
    "bound=through": (
        "bis einschliesslich|bis einschl|bis inkl|bis inklusive|bis und mit|bis inkl dem|bis nach den|"
        "bis nach dem|bis nach der|bis einschliesslich dem|bis incl|über den|bis über"
    ),
    "bound=from": "ab|ab dem|ab der|von|vom|beginnend|ab ca|ab etwa|ab circa|frühest|erst ab|erst wieder ab",
    "bound=notbefore": (
        "nicht vor|frühestens|frühestens ab|nicht vor dem|erst|erst ab|erst wieder|erst nach dem start|"
        "nicht eher als|nicht früher als|keinesfalls vor|nicht bevor|keine zeit vor|vorher nicht|kaum vor|"
        "nichts vor|erst im|erst am|erst zum|frühestens im|frühestens am|frühestens zum|nicht vor der|"
        "nicht vor den|nie vor|vor kommt nichts|nicht bis|auf keinen fall vor|auf keinen fall vor dem|frühstens|"
        "frühestens nach|noch nicht vor|erst nach|erst nach dem|erst nach den|erst nach der|erst gegen"
    ),
    "bound=before": "vor|noch vor|kurz vor|vor dem|vor der|vor den",
    "bound=by": (
        "spätestens|bis spätestens|spätestens bis|spätestens am|spätestens zum|spätestens im|spätestens ab|"
        "bis allerspätestens"
    ),
    "bound=since": "seit|seit dem|seit der|schon seit|bereits seit|zuletzt|zuletzt im",
    "bound=during": "während|über|zwischen|von|vom|den ganzen|die ganze|das ganze|für|die|den",
    "bound=not": (
        "nicht|nicht mehr|ausser|nicht am|nicht im|nicht in|statt|anstatt|nichts mehr|nichts mehr im|nichts im|"
        "nix im|nix mehr|sicher nicht|nicht mehr im|nicht mehr in"
    ),
    "bound=once": "sobald|wenn|sowie",
    "bound=weekof": "woche vom|woche ab|woche ab dem|woche um den|woche des|woche von|woche mit dem|woche beginnend am",
    "at": (
        "am|im|in|zum|zur|um|gegen|an|ca|etwa|so|circa|zu|wieder|irgendwann|rund um|vielleicht|irgendwann im|"
        "wohl|voraussichtlich|gerne|dann|direkt|gleich|kurz|erst|um den|um die|aufs|auf|vermutlich"
    ),
    "art": "der|die|das|den|dem|des|unserem|unseren|unserer|meinem|meinen|meiner|ihrem|ihren|unsere|meine|unser|mein",
    "of": "der|des|von|vom|im|in|dieses|den|dem|am",
    "to": "bis|und|bis zum|bis einschliesslich|bis inkl|bis inklusive|bis einschl|oder|bis zu|bis und mit",
    "and": "und|oder|bzw|beziehungsweise",
    "onward": "an|aufwärts|ab|und später|oder später|frühestens|fortfolgende|ff",
    "incl": "einschliesslich|inklusive|inkl|einschl|incl",
    "isover": (
        "vorbei ist|vorbei sind|rum ist|rum sind|durch ist|durch sind|vorüber ist|vorüber sind|abgeschlossen ist|"
        "zu ende ist|um ist|gelaufen ist|vorbei|vorüber|zu ende geht|überstanden ist|abgelaufen ist|zu ende sind|"
        "herum ist|ist vorbei|sind vorbei|ist rum|sind rum|ist durch|sind durch|hinter uns liegt|hinter uns haben|"
        "hinter mir habe|hinter uns|hinter mir|ist um|geschafft ist|im kasten ist|überstanden sind|"
        "ist abgeschlossen|zu ende gegangen ist|endet|enden|abwarten|abgewartet haben|hinter sich haben"
    ),
    "begins": "beginnt|startet|losgeht|anfängt|angefangen hat|begonnen hat|gestartet ist|da ist|los geht|anbricht",
    "that": "das|dem|diesem",
    "anaphor=after": "danach|hinterher|im anschluss|anschliessend|daran anschliessend",
    "anaphor=week": (
        "die woche danach|die woche darauf|die darauffolgende|die danach|in der woche darauf|die darauf|"
        "in der woche danach|woche darauf|woche danach|die folgende|die woche darauffolgend|"
        "die darauffolgende woche|in der darauffolgenden woche|der woche darauf|der woche danach"
    ),
    "anaphor=month": "den monat danach|im monat darauf|im monat danach",
    "anaphor=day": "tags darauf|am tag danach|am tag darauf|den tag danach",
    "before": "vor|vor dem|vor der|vor den",
    "afterw": "nach|nach dem|ab|nach der|nach den|später als",
    "feast=christmas": "weihnachten|weihnachtsfeiertagen|weihnachtstagen|weihnachtsfest|xmas",
    "feast=christmaseve": "heiligabend|heilig abend",
    "feast=newyear": "neujahr|silvester|jahreswechsel|sylvester|neujahrstag|jahreswende",
    "feast=betweenyears": "zwischen den jahren|zwischen weihnachten und neujahr|zwischen den feiertagen",
    "feast=easter": "ostern|osterfeiertagen|ostertagen|osterfest|osterwochenende|ostermontag",
    "feast=goodfriday": "karfreitag",
    "feast=whitsun": "pfingsten|pfingstmontag|pfingstwochenende|pfingstfeiertagen",
    "feast=ascension": "christi himmelfahrt|himmelfahrt|vatertag|auffahrt",
    "feast=corpuschristi": "fronleichnam",
    "feast=carnival": "karneval|fasching|fastnacht|fasnacht|aschermittwoch|faschingsdienstag|den tollen tagen",
    "feast=rosenmontag": "rosenmontag",
    "feast=epiphany": "dreikönig|dreikönigstag|heilige drei könige|heilig drei könig|heiligen drei königen|dreikönige",
    "feast=mayday": "tag der arbeit|maifeiertag",
    "feast=germanunity": "tag der deutschen einheit|nationalfeiertag",
    "feast=allsaints": "allerheiligen",
    "feast=reformation": "reformationstag",
    "feast=oktoberfest": "oktoberfest|wiesn|der wiesn|die wiesn",
    "feast=ramadan": "ramadan",
    "feast=eid": "zuckerfest|eid",
    "feast=lunarnewyear": "chinesischen neujahr|chinesisches neujahr|chinesischem neujahr|chinesischen neujahrsfest",
    "feast=augustfirst": "bundesfeiertag|schweizer nationalfeiertag",
    "feast=nikolaus": "nikolaus|nikolaustag",
    "feast=thanksgiving": "thanksgiving",
    "feast=blackfriday": "black friday",
    "season=spring": "frühling|frühjahr|frühlings|frühjahrs",
    "season=summer": "sommer|sommers",
    "season=autumn": "herbst|herbsts|herbstes",
    "season=winter": "winter|winters",
    "school=summer": (
        "sommerferien|sommerpause|sommerurlaub|urlaubszeit|sommerloch|schulferien|betriebsferien|"
        "haupturlaubszeit|urlaubssaison|sommerurlaubs|grossen ferien|werksferien"
    ),
    "school=autumn": "herbstferien|herbsturlaub",
    "school=christmas": (
        "weihnachtsferien|weihnachtspause|winterpause|weihnachtszeit|weihnachtsurlaub|weihnachtsgeschäft|"
        "weihnachtstrubel|jahresendgeschäft|jahresendrallye|betriebsruhe|feiertagen und neujahr|feiertagszeit"
    ),
    "school=winter": "winterferien|skiferien|semesterferien|faschingsferien|sportferien|energieferien",
    "school=easter": "osterferien|osterpause|frühjahrsferien|frühlingsferien",
    "school=whitsun": "pfingstferien",
    "holidays": "feiertage|feiertagen|ferien|festtage|festtagen|urlaubstagen",
    "ord=-2": "vorletzten|vorletzte|vorletzter|vorletztes|zweitletzten|zweitletzte",
    "feast=advent1": "ersten advent|erster advent",
    "feast=advent2": "zweiten advent|zweiter advent",
    "feast=advent3": "dritten advent|dritter advent",
    "feast=advent4": "vierten advent|vierter advent",
    "feast=advent": "advent|adventszeit|vorweihnachtszeit",
    "feast=clockchange": "zeitumstellung|uhrumstellung|umstellung der uhren|uhren umgestellt",
    "feast=springforward": "sommerzeit|umstellung auf sommerzeit|beginn der sommerzeit",
    "feast=fallback": "winterzeit|umstellung auf winterzeit|ende der sommerzeit",
    "feast=ashwednesday": "aschermittwoch",
    "feast=palmsunday": "palmsonntag",
    "feast=maundythursday": "gründonnerstag",
    "feast=holyweek": "karwoche",
    "feast=lent": "fastenzeit",
    "feast=martinmas": "st. martin|martinstag|sankt martin",
    "feast=assumption": "mariä himmelfahrt|maria himmelfahrt",
    "publicholiday": (
        "feiertag|langes wochenende|langen wochenende|brückentag|brückentagen|feiertagswochenende|lange wochenende"
    ),
    "school=backtoschool": (
        "schulbeginn|schulanfang|schulstart|ferienende|ende der ferien|schule wieder losgeht|schule wieder beginnt|"
        "schule wieder anfängt|semesterbeginn|semesterstart|neuen schuljahr|neues schuljahr"
    ),
    "anaphor=before": "davor|zuvor|vorher|im voraus",
    "hopeless": "land unter|raus|tabu|unrealistisch|aussichtslos",
    "running=year": "heuer",
}
STOPS = (
    "der die das und ich wir nicht ist sie bitte mit uns mich mir es ein zu haben werden wieder bin noch auf "
    "im am für sind kann dann wird aber melden ihnen ihre"
)
CUES = {
    "answer": "antworten",
    "habit": "sprechzeiten offnungszeiten burozeiten geoffnet telefonzeiten erreichbarkeit servicezeiten",
    "mail": "mail email nachricht anfrage anruf schreiben mails",
    "times": "zweite dritte vierte funfte mal",
    "none": "nicht nichts kein keine keinen keiner nie kaum ohne",
    "wish": "frohe frohes schone schones schonen guten gesegnete erholsame",
    "past": (
        "war entschieden unterschrieben gekauft verlangert gewechselt abgeschlossen gewahlt vergeben beauftragt "
        "eingefuhrt gestartet sagten sagte lehnten lehnte nahmen gingen kamen sprachen schrieb schrieben kauften "
        "kaufte bekamen fiel fanden"
    ),
    "contact": (
        "dann danach wieder melden bitte sprechen gerne gern erreichbar zuruck rufen reden anrufen nachfassen "
        "nachhaken kontaktieren schreiben telefonieren kommen nochmal nochmals erneut melde ansprechen "
        "anschreiben anklopfen anzurufen unterhalten austauschen"
    ),
    "free": "konnen kann konnten werde werden passt zeit luft kapazitat frei besser verfugbar hatte ausgelastet",
    "back": "geoffnet wieder zuruck erreichbar zuruckkehren antworten verfugbar ruckkehr zuruckkehre zuruckmelden",
    "away": "abwesend urlaub ausser geschlossen unterwegs nicht dienstreise elternzeit abwesenheit krank zu",
    "reason": "vertrag lauft sitzung messe verlangerung gesellschafterversammlung kundigungsfrist budget audit",
    "refused": "schlecht voll schwierig unmoglich stressig ungunstig dicht nicht eng hopeless",
    "prefer": "besten idealerweise bitte lieber besser also deshalb",
}
