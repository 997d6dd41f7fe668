"""The words around a forwarded mail, as each mail program writes them in each language: data only.

A language that is not here is given English, which is what those programs fall back to as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.core.letters.headers import rfc_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One program in one language. Labels stand with their colon; `date` is a format of `written_date`."""

    prefix: str
    separator: str  # "" where the program draws a rule or leaves nothing
    sender: str
    date: str
    to: str
    cc: str
    subject: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Names of days (Monday first) and months."""

    days: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]


def _calendar(days: str, short_days: str, months: str, short_months: str) -> Calendar:
    return Calendar(
        days=tuple(days.split()),
        short_days=tuple(short_days.split()),
        months=tuple(months.split()),
        short_months=tuple(short_months.split()),
    )


def _words(prefix: str, separator: str, labels: str, written: str) -> Words:
    sender, date, to, cc, subject = (label.replace("~", " ") for label in labels.split())
    return Words(
        prefix=prefix,
        separator=separator.replace("~", " "),
        sender=sender,
        date=date,
        to=to,
        cc=cc,
        subject=subject,
        written=written,
    )


CALENDARS: Mapping[str, Calendar] = {
    "en": _calendar(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "Mon Tue Wed Thu Fri Sat Sun",
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    ),
    "de": _calendar(
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "Mo. Di. Mi. Do. Fr. Sa. So.",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    ),
    "fr": _calendar(
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lun. mar. mer. jeu. ven. sam. dim.",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    ),
    "es": _calendar(
        "lunes martes miércoles jueves viernes sábado domingo",
        "lun mar mié jue vie sáb dom",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
    ),
    "nl": _calendar(
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "ma di wo do vr za zo",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    ),
    "it": _calendar(
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "lun mar mer gio ven sab dom",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
    ),
    "pt": _calendar(
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        "seg. ter. qua. qui. sex. sáb. dom.",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    ),
}

_GMAIL_RULE = "---------- Forwarded message ---------"
_OUTLOOK_RULE = "_" * 32


def _gmail(sender: str, written: str) -> Words:
    """Gmail translates From and the date, and leaves the other labels in English."""
    return _words("Fwd:", _GMAIL_RULE, f"{sender} Date: To: Cc: Subject:", written)


# Labels in the order From, Date, To, Cc, Subject; "~" stands for a space inside a label.
GMAIL: Mapping[str, Words] = {
    "en": _gmail("From:", "{wd}, {mon} {d}, {y} at {h12}:{MM} {half}"),
    "de": _gmail("Von:", "{wd}, {d}. {mon} {y} um {HH}:{MM} Uhr"),
    "fr": _gmail("De~:", "{wd} {d} {mon} {y} à {HH}:{MM}"),
    "es": _gmail("De:", "{wd}, {d} {mon} {y} a las {H}:{MM}"),
    "nl": _gmail("Van:", "{wd} {d} {mon} {y} om {HH}:{MM}"),
    "it": _gmail("Da:", "{wd} {d} {mon} {y} alle ore {HH}:{MM}"),
    "pt": _gmail("De:", "{wd}, {d} de {mon} de {y} às {HH}:{MM}"),
}

OUTLOOK: Mapping[str, Words] = {
    "en": _words("Fw:", _OUTLOOK_RULE, "From: Sent: To: Cc: Subject:", "{weekday}, {month} {d}, {y} {HH}:{MM}"),
    "de": _words("WG:", _OUTLOOK_RULE, "Von: Gesendet: An: Cc: Betreff:", "{weekday}, {d}. {month} {y} {HH}:{MM}"),
    "fr": _words("TR:", _OUTLOOK_RULE, "De~: Envoyé~: À~: Cc~: Objet~:", "{weekday} {d} {month} {y} {HH}:{MM}"),
    "es": _words("RV:", _OUTLOOK_RULE, "De: Enviado: Para: Cc: Asunto:", "{weekday}, {d} de {month} de {y} {H}:{MM}"),
    "nl": _words("FW:", _OUTLOOK_RULE, "Van: Verzonden: Aan: CC: Onderwerp:", "{weekday} {d} {month} {y} {HH}:{MM}"),
    "it": _words("I:", _OUTLOOK_RULE, "Da: Inviato: A: Cc: Oggetto:", "{weekday} {d} {month} {y} {HH}:{MM}"),
    "pt": _words(
        "ENC:", _OUTLOOK_RULE, "De: Enviado: Para: Cc: Assunto:", "{weekday}, {d} de {month} de {y} {HH}:{MM}"
    ),
}

OUTLOOK_MAC: Mapping[str, Words] = {
    "en": _words("FW:", "", "From: Date: To: Cc: Subject:", "{weekday}, {month} {d}, {y} at {h12}:{MM} {half}"),
    "de": _words("WG:", "", "Von: Datum: An: Cc: Betreff:", "{weekday}, {d}. {month} {y} um {HH}:{MM}"),
    "fr": _words("TR:", "", "De~: Date~: À~: Cc~: Objet~:", "{weekday}, {d} {month} {y} à {HH}:{MM}"),
    "es": _words("RV:", "", "De: Fecha: Para: CC: Asunto:", "{weekday}, {d} de {month} de {y}, {H}:{MM}"),
    "nl": _words("FW:", "", "Van: Datum: Aan: CC: Onderwerp:", "{weekday} {d} {month} {y} om {HH}:{MM}"),
    "it": _words("I:", "", "Da: Data: A: Cc: Oggetto:", "{weekday}, {d} {month} {y} {HH}:{MM}"),
    "pt": _words("ENC:", "", "De: Data: Para: Cc: Assunto:", "{weekday}, {d} de {month} de {y} {HH}:{MM}"),
}

APPLE: Mapping[str, Words] = {
    "en": _words(
        "Fwd:",
        "Begin forwarded message:",
        "From: Date: To: Cc: Subject:",
        "{month} {d}, {y} at {h12}:{MM}:{SS} {half} {zone}",
    ),
    "de": _words(
        "Fwd:",
        "Anfang der weitergeleiteten Nachricht:",
        "Von: Datum: An: Kopie: Betreff:",
        "{d}. {month} {y} um {HH}:{MM}:{SS} {zone}",
    ),
    "fr": _words(
        "Fwd:",
        "Début du message réexpédié~:",
        "De: Date: À: Cc: Objet:",
        "{d} {month} {y} à {HH}:{MM}:{SS} {zone}",
    ),
    "es": _words(
        "Fwd:",
        "Inicio del mensaje reenviado:",
        "De: Fecha: Para: Cc: Asunto:",
        "{d} de {month} de {y}, {H}:{MM}:{SS} {zone}",
    ),
    "nl": _words(
        "Fwd:",
        "Begin doorgestuurd bericht:",
        "Van: Datum: Aan: Kopie: Onderwerp:",
        "{d} {month} {y} om {HH}:{MM}:{SS} {zone}",
    ),
    "it": _words(
        "Fwd:",
        "Inizio messaggio inoltrato:",
        "Da: Data: A: Cc: Oggetto:",
        "{d} {month} {y} alle ore {HH}:{MM}:{SS} {zone}",
    ),
    "pt": _words(
        "Fwd:",
        "Início da mensagem encaminhada:",
        "De: Data: Para: Cc: Assunto:",
        "{d} de {month} de {y} {HH}:{MM}:{SS} {zone}",
    ),
}

THUNDERBIRD: Mapping[str, Words] = {
    "en": _words("Fwd:", "-------- Forwarded Message --------", "From: Date: To: CC: Subject:", "{rfc}"),
    "de": _words(
        "Fwd:", "-------- Weitergeleitete Nachricht --------", "Von: Datum: An: Kopie~(CC): Betreff:", "{rfc}"
    ),
    "fr": _words("Fwd:", "-------- Message transféré --------", "De~: Date~: Pour~: Copie~à~: Sujet~:", "{rfc}"),
    "es": _words("Fwd:", "-------- Mensaje reenviado --------", "De: Fecha: Para: CC: Asunto:", "{rfc}"),
    "nl": _words("Fwd:", "-------- Doorgestuurd bericht --------", "Van: Datum: Aan: CC: Onderwerp:", "{rfc}"),
    "it": _words("Fwd:", "-------- Messaggio inoltrato --------", "Mittente: Data: A: CC: Oggetto:", "{rfc}"),
    "pt": _words("Fwd:", "-------- Mensagem encaminhada --------", "De: Data: Para: CC: Assunto:", "{rfc}"),
}


def written_date(at: datetime, words: Words, calendar: Calendar) -> str:
    """Return a date in a program's own form, from these tables and not from the locale of the process (R1.20)."""
    minutes = round((at.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return words.written.format(
        wd=calendar.short_days[at.weekday()],
        weekday=calendar.days[at.weekday()],
        d=at.day,
        mon=calendar.short_months[at.month - 1],
        month=calendar.months[at.month - 1],
        y=at.year,
        h12=at.hour % 12 or 12,
        half="AM" if at.hour < 12 else "PM",
        H=at.hour,
        HH=f"{at.hour:02}",
        MM=f"{at.minute:02}",
        SS=f"{at.second:02}",
        zone="GMT" if not minutes else f"GMT{sign}{hours}" + (f":{rest:02}" if rest else ""),
        rfc=rfc_date(at),
    )
