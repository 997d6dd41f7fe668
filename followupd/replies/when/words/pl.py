"""Date words of Polish."""

WORDS = {
    "month*1": (
        "styczeń|stycznia|styczniu|sty|styczniem;luty|lutego|lutym|lut;marzec|marca|marcu|marcem;kwiecień|"
        "kwietnia|kwietniu|kwi|kwietniem;maj|maja|maju|majem;czerwiec|czerwca|czerwcu|cze|czerwcem;lipiec|lipca|"
        "lipcu|lip|lipcem;sierpień|sierpnia|sierpniu|sierp|sierpniem;wrzesień|wrześniu|września|wrz|wrześniem;"
        "październik|października|październiku|paź|październikiem;listopad|listopada|listopadzie|list|listopadem;"
        "grudzień|grudnia|grudniu|gru|grudniem"
    ),
    "weekday*0": (
        "poniedziałek|poniedziałku|poniedziałkiem|pon;wtorek|wtorku|wtorkiem|wt;środa|środę|środy|środą;czwartek|"
        "czwartku|czwartkiem|czw;piątek|piątku|piątkiem|pt;sobota|sobotę|soboty;niedziela|niedzielę|niedzieli"
    ),
    "num*1": (
        "jeden|jedna|jednego|jedną;dwa|dwie|dwóch|parę|kilka dni;trzy|trzech|kilka|kilku;cztery|czterech;pięć|"
        "pięciu;sześć|sześciu;siedem|siedmiu;osiem|ośmiu;dziewięć|dziewięciu;dziesięć|dziesięciu;jedenaście;"
        "dwanaście;trzynaście;czternaście;piętnaście;szesnaście;siedemnaście;osiemnaście;dziewiętnaście;"
        "dwadzieścia"
    ),
    "num=30": "trzydzieści",
    "num=0.5": "pół",
    "num=1.5": "półtora|półtorej",
    "ord*1": (
        "pierwszy|pierwszego|pierwszym|pierwsza|pierwszej|pierwszą;drugi|drugiego|drugim|druga|drugiej|drugą;"
        "trzeci|trzeciego|trzecim|trzeciej|trzecią;czwarty|czwartego|czwartym|czwartej;piąty|piątego|piątym;"
        "szósty|szóstego;siódmy|siódmego;ósmy|ósmego;dziewiąty|dziewiątego;dziesiąty|dziesiątego;jedenasty|"
        "jedenastego;dwunasty|dwunastego;trzynasty|trzynastego;czternasty|czternastego;piętnasty|piętnastego;"
        "szesnasty|szesnastego;siedemnasty|siedemnastego;osiemnasty|osiemnastego;dziewiętnasty|dziewiętnastego;"
        "dwudziesty|dwudziestego"
    ),
    "ord=-1": "ostatni|ostatniego|ostatnim|ostatnia|ostatniej",
    "unit=day": "dzień|dni|dnia|dniu",
    "unit=workday": "dni robocze|dni roboczych|dzień roboczy",
    "unit=week": "tydzień|tygodnie|tygodni|tygodnia|tygodniu|tygodniem|tyg",
    "unit=weekend": "weekend|weekendzie|weekendu|weekendem",
    "unit=month": "miesiąc|miesiące|miesięcy|miesiąca|miesiącu|miesiącem",
    "unit=quarter": "kwartał|kwartały|kwartale|kwartału|kwartałem",
    "unit=half": "półrocze|półroczu|półrocza|pół roku",
    "unit=year": "rok|lata|lat|roku|rokiem|r",
    "unit=fiscal": "rok obrotowy|roku obrotowego|rok budżetowy|roku budżetowym|roku budżetowego",
    "halfof": "połowa|połowie|połowy|połowę",
    "rel=-1": "zeszły|zeszłym|zeszłego|ubiegły|ubiegłym|ostatni|ostatnim|poprzedni|poprzednim",
    "rel=0": "ten|tym|ta|tej|tego|bieżącym|bieżącego|w tym",
    "rel=1": (
        "przyszły|przyszłym|przyszłego|następny|następnym|następnego|przyszła|przyszłą|następną|kolejny|kolejnym|"
        "nowym|nowego|nowy|następnej|przyszłej"
    ),
    "coming": "najbliższy|najbliższym|nadchodzący|nadchodzącym|najbliższego",
    "part=start": "początek|początku|na początku|początkiem|z początkiem",
    "part=mid": "połowa|połowie|w połowie|połowy|połowę|do połowy|środku",
    "part=late": "później",
    "part=end": "koniec|końcu|pod koniec|końca|końcem|z końcem|na koniec|schyłek",
    "newyear": "nowy rok|nowym roku|nowego roku|nowym rokiem|nowy roku",
    "day=0": "dziś|dzisiaj",
    "day=1": "jutro",
    "day=2": "pojutrze",
    "day=-1": "wczoraj|przedwczoraj|niedawno",
    "within": "za|w ciągu|za około|za jakieś|w przeciągu|za mniej więcej",
    "duration": "przez|przez najbliższe|najbliższe|jeszcze|na|przez kolejne",
    "wait": "proszę dać mi|poczekać|co najmniej|przynajmniej|potrzebuję|potrzebujemy",
    "later": "od teraz|później|od dziś",
    "ago": "temu|wstecz",
    "bound=after": "po",
    "bound=until": "do|aż do",
    "bound=through": "do włącznie|do końca|aż do końca",
    "bound=from": "od|począwszy od|z dniem|poczynając od|dopiero od",
    "bound=notbefore": (
        "nie wcześniej niż|najwcześniej|nie przed|dopiero|dopiero w|dopiero po|dopiero na|dopiero od|"
        "nie wcześniej niż w|nie wcześniej niż na|najwcześniej w|najwcześniej na"
    ),
    "bound=before": "przed",
    "bound=by": "najpóźniej",
    "bound=since": "od kiedy",
    "bound=during": "podczas|w trakcie|między|pomiędzy|cały|całe|całą",
    "bound=not": "nie|oprócz|zamiast|już nie|raczej nie",
    "bound=once": "kiedy|gdy|jak|jak tylko",
    "bound=weekof": "tygodniu od|tydzień od",
    "at": "w|we|na|około|ok|koło|dnia|z|mniej więcej|gdzieś|może|ponownie|dopiero|w okolicach|jakoś",
    "art": "tego|nasz|nasze|mój",
    "of": "w|roku|miesiąca|tego",
    "to": "do|i|a|lub|albo|oraz|do dnia",
    "and": "i|lub|albo|oraz",
    "onward": "lub później|wzwyż",
    "incl": "włącznie",
    "isover": "się skończy|się zakończy|minie|miną|się skończą|zakończy|przejdzie",
    "begins": "się zacznie|się rozpocznie|ruszy|nastanie",
    "that": "tym",
    "anaphor=after": "potem|po tym|następnie|po tym terminie",
    "anaphor=week": "tydzień później|kolejny tydzień|tydzień po tym",
    "anaphor=month": "miesiąc później",
    "anaphor=day": "dzień później|następnego dnia",
    "before": "przed",
    "afterw": "po|od",
    "feast=christmas": "boże narodzenie|bożym narodzeniu|bożego narodzenia|wigilia|wigilii",
    "feast=newyear": "nowy rok|nowym roku|sylwestrze|sylwester",
    "feast=epiphany": "trzech króli|święto trzech króli|święcie trzech króli",
    "feast=easter": "święta wielkanocne|świętach wielkanocnych|świąt wielkanocnych|wielkanoc|wielkanocy|wielkanocą",
    "feast=whitsun": "zielone świątki|zielonych świątkach",
    "feast=corpuschristi": "boże ciało|bożym ciele|bożego ciała",
    "feast=maybridges": "majówka|majówce|majówki|długim weekendzie majowym|weekendzie majowym|majówką",
    "feast=allsaints": "wszystkich świętych",
    "feast=assumption": "święto wojska polskiego",
    "season=spring": "wiosna|wiosną|wiosnę|wiosny|wiośnie",
    "season=summer": "lato|latem|lata",
    "season=autumn": "jesień|jesienią|jesieni",
    "season=winter": "zima|zimą|zimę|zimy|zimie",
    "school=summer": "wakacje|wakacjach|wakacji|sezon urlopowy|sezonie urlopowym|wakacjami|sezonu urlopowego",
    "school=winter": "ferie|feriach|ferii|ferie zimowe|feriach zimowych",
    "school=christmas": (
        "przerwa świąteczna|przerwie świątecznej|okresie świątecznym|święta bożego narodzenia|"
        "świętach bożego narodzenia"
    ),
    "holidays": "święta|świętach|świąt|świętami",
    "ord=-2": "przedostatni|przedostatnim|przedostatniego|przedostatnia|przedostatniej",
    "feast=advent": "adwent|adwencie",
    "feast=clockchange": "zmiana czasu|zmianie czasu|zmiany czasu",
    "feast=majowka": "majówka|majówce|majówki|weekend majowy|weekendzie majowym",
    "feast=polishindep": "święto niepodległości|święcie niepodległości|11 listopada",
    "publicholiday": "długi weekend|długim weekendzie|długiego weekendu",
    "anaphor=before": "przed tym",
    "hopeless": "odpada|odpadają|wykluczone",
    "school=backtoschool": "rozpoczęciu roku szkolnego|początku roku szkolnego",
    "running=year": "w tym roku|tego roku",
}
STOPS = (
    "i w na nie się do proszę z że o to jest dla po za mi nas mnie jestem będę będziemy ze od jak ale tak "
    "bardzo dziękuję kontakt odezwać dzień już wrócę tym"
)
CUES = {
    "habit": "godziny czynne otwarte pracy",
    "mail": "mail wiadomosc email",
    "times": "drugi trzeci raz",
    "none": "nie nic zaden bez",
    "wish": "wesolych szczesliwego milego udanego",
    "past": "podpisalismy wybralismy kupilismy byl byla bylo zdecydowalismy",
    "contact": (
        "wtedy odezwac zadzwonic kontakt napisac wrocic wroce prosze skontaktowac wrocmy porozmawiac rozmowy "
        "przypomniec"
    ),
    "free": "mozemy czas lepiej bedziemy",
    "back": "wracam wroce powrocie dostepny dostepna bede",
    "away": "nieobecny nieobecna urlopie urlop nieobecnosci",
    "reason": "umowa targi posiedzenie",
    "refused": "trudno niemozliwe hopeless",
    "prefer": "lepiej prosze wiec",
}
