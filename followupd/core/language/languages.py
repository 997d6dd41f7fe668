"""The words for days, months and distances in time, language by language: data for `core.language.wording`.

Day names start with Monday. `parts` are the five parts of a day: early (5 to 9), morning (to 12), afternoon
(to 18), evening (to 22), night. Numbers are those from two to twelve; above that digits are written.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words; patterns have the gaps {name} {part} {date} {day} {month} {year} {n}."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    first: str = "1"  # the first of a month, where it is written unlike the other days
    with_year: str = "{date} {year}"
    dated_day: str  # a day name that needs its date to be clear
    parts: tuple[str, ...]
    day_part: str
    dated_day_part: str
    dated_parts: tuple[str, ...] = ()  # the parts beside a date, where they differ from `parts`
    numbers: tuple[str, ...]
    week_numbers: tuple[str, ...] = ()  # where the word for week asks for another form
    minutes_ago: str
    today_parts: tuple[str, ...]
    today: str
    yesterday: str
    days_ago: str
    week_ago: str
    weeks_ago: str
    months_ago: str
    year_ago: str
    years_ago: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PT_NUMBERS = _words("dois três quatro cinco seis sete oito nove dez onze doze")

LANGUAGES: Mapping[str, Words] = {
    "en": Words(
        days=_words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        months=_words("January February March April May June July August September October November December"),
        date="{day} {month}",
        dated_day="{name}, {date}",
        parts=("morning", "morning", "afternoon", "evening", "night"),
        day_part="{name} {part}",
        dated_day_part="{name} {part}, {date}",
        numbers=_words("two three four five six seven eight nine ten eleven twelve"),
        minutes_ago="a few minutes ago",
        today_parts=("this morning", "this morning", "this afternoon", "this evening", "earlier today"),
        today="today",
        yesterday="yesterday",
        days_ago="{n} days ago",
        week_ago="a week ago",
        weeks_ago="{n} weeks ago",
        months_ago="{n} months ago",
        year_ago="a year ago",
        years_ago="{n} years ago",
    ),
    "de": Words(
        days=_words("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
        months=_words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        date="{day}. {month}",
        dated_day="{name}, {date}",
        parts=("morgen", "vormittag", "nachmittag", "abend", "nacht"),
        day_part="{name}{part}",
        dated_day_part="{name}{part}, {date}",
        numbers=_words("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"),
        minutes_ago="vor ein paar Minuten",
        today_parts=("heute früh", "heute Vormittag", "heute Nachmittag", "heute Abend", "heute"),
        today="heute",
        yesterday="gestern",
        days_ago="vor {n} Tagen",
        week_ago="vor einer Woche",
        weeks_ago="vor {n} Wochen",
        months_ago="vor {n} Monaten",
        year_ago="vor einem Jahr",
        years_ago="vor {n} Jahren",
    ),
    "fr": Words(
        days=_words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        months=_words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        date="{day} {month}",
        first="1er",
        dated_day="{name} {date}",
        parts=("matin", "matin", "après-midi", "soir", "dans la nuit"),
        day_part="{name} {part}",
        dated_day_part="{name} {date} {part}",
        dated_parts=(
            "dans la matinée",
            "dans la matinée",
            "dans l’après-midi",
            "dans la soirée",
            "dans la nuit",
        ),
        numbers=_words("deux trois quatre cinq six sept huit neuf dix onze douze"),
        minutes_ago="il y a quelques minutes",
        today_parts=("ce matin", "ce matin", "cet après-midi", "ce soir", "plus tôt dans la journée"),
        today="aujourd’hui",
        yesterday="hier",
        days_ago="il y a {n} jours",
        week_ago="il y a une semaine",
        weeks_ago="il y a {n} semaines",
        months_ago="il y a {n} mois",
        year_ago="il y a un an",
        years_ago="il y a {n} ans",
    ),
    "es": Words(
        days=_words("lunes martes miércoles jueves viernes sábado domingo"),
        months=_words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        date="{day} de {month}",
        with_year="{date} de {year}",
        dated_day="{name} {date}",
        parts=("por la mañana", "por la mañana", "por la tarde", "por la noche", "por la noche"),
        day_part="{name} {part}",
        dated_day_part="{name} {date} {part}",
        numbers=_words("dos tres cuatro cinco seis siete ocho nueve diez once doce"),
        minutes_ago="hace unos minutos",
        today_parts=("esta mañana", "esta mañana", "esta tarde", "esta noche", "hoy"),
        today="hoy",
        yesterday="ayer",
        days_ago="hace {n} días",
        week_ago="hace una semana",
        weeks_ago="hace {n} semanas",
        months_ago="hace {n} meses",
        year_ago="hace un año",
        years_ago="hace {n} años",
    ),
    "nl": Words(
        days=_words("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
        months=_words("januari februari maart april mei juni juli augustus september oktober november december"),
        date="{day} {month}",
        dated_day="{name} {date}",
        parts=("ochtend", "ochtend", "middag", "avond", "nacht"),
        day_part="{name}{part}",
        dated_day_part="{name}{part} {date}",
        numbers=_words("twee drie vier vijf zes zeven acht negen tien elf twaalf"),
        minutes_ago="een paar minuten geleden",
        today_parts=("vanochtend", "vanochtend", "vanmiddag", "vanavond", "eerder vandaag"),
        today="vandaag",
        yesterday="gisteren",
        days_ago="{n} dagen geleden",
        week_ago="een week geleden",
        weeks_ago="{n} weken geleden",
        months_ago="{n} maanden geleden",
        year_ago="een jaar geleden",
        years_ago="{n} jaar geleden",
    ),
    "it": Words(
        days=_words("lunedì martedì mercoledì giovedì venerdì sabato domenica"),
        months=_words("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
        date="{day} {month}",
        first="1º",
        dated_day="{name} {date}",
        parts=("mattina", "mattina", "pomeriggio", "sera", "notte"),
        day_part="{name} {part}",
        dated_day_part="{name} {part}, {date}",
        numbers=_words("due tre quattro cinque sei sette otto nove dieci undici dodici"),
        minutes_ago="pochi minuti fa",
        today_parts=("stamattina", "stamattina", "oggi pomeriggio", "stasera", "oggi"),
        today="oggi",
        yesterday="ieri",
        days_ago="{n} giorni fa",
        week_ago="una settimana fa",
        weeks_ago="{n} settimane fa",
        months_ago="{n} mesi fa",
        year_ago="un anno fa",
        years_ago="{n} anni fa",
    ),
    "pt": Words(
        days=_words("segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"),
        months=_words("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
        date="{day} de {month}",
        with_year="{date} de {year}",
        dated_day="{name}, {date}",
        parts=("de manhã", "de manhã", "à tarde", "à noite", "à noite"),
        day_part="{name} {part}",
        dated_day_part="{name}, {date}, {part}",
        numbers=_PT_NUMBERS,
        week_numbers=("duas", *_PT_NUMBERS[1:]),
        minutes_ago="há poucos minutos",
        today_parts=("hoje de manhã", "hoje de manhã", "hoje à tarde", "hoje à noite", "hoje"),
        today="hoje",
        yesterday="ontem",
        days_ago="há {n} dias",
        week_ago="há uma semana",
        weeks_ago="há {n} semanas",
        months_ago="há {n} meses",
        year_ago="há um ano",
        years_ago="há {n} anos",
    ),
    "sv": Words(
        days=_words("måndag tisdag onsdag torsdag fredag lördag söndag"),
        months=_words("januari februari mars april maj juni juli augusti september oktober november december"),
        date="{day} {month}",
        dated_day="{name} {date}",
        parts=("morgon", "förmiddag", "eftermiddag", "kväll", "natt"),
        day_part="{name} {part}",
        dated_day_part="{name} {part} den {date}",
        numbers=_words("två tre fyra fem sex sju åtta nio tio elva tolv"),
        minutes_ago="för några minuter sedan",
        today_parts=("i morse", "i förmiddags", "i eftermiddags", "tidigare i kväll", "tidigare i dag"),
        today="i dag",
        yesterday="i går",
        days_ago="för {n} dagar sedan",
        week_ago="för en vecka sedan",
        weeks_ago="för {n} veckor sedan",
        months_ago="för {n} månader sedan",
        year_ago="för ett år sedan",
        years_ago="för {n} år sedan",
    ),
}
