"""Where somebody might be, told from a country, a phone number or a mail domain: a guess that says it is one.

A guess is made only where a country (or a state) keeps one time throughout. The United States, Russia or Spain
give none without a state, and domains sold to everybody (.io, .me, .co) say nothing. The table is kept short on
purpose: a wrong guess sends a mail at night, no guess leaves the owner's own zone, which they can see and correct.
"""

from collections.abc import Mapping

# Country -> (phone prefix, zone). China keeps one official time.
_COUNTRIES: Mapping[str, tuple[str, str]] = {
    "AE": ("971", "Asia/Dubai"),
    "AR": ("54", "America/Argentina/Buenos_Aires"),
    "AT": ("43", "Europe/Vienna"),
    "BE": ("32", "Europe/Brussels"),
    "BG": ("359", "Europe/Sofia"),
    "CH": ("41", "Europe/Zurich"),
    "CN": ("86", "Asia/Shanghai"),
    "CO": ("57", "America/Bogota"),
    "CZ": ("420", "Europe/Prague"),
    "DE": ("49", "Europe/Berlin"),
    "DK": ("45", "Europe/Copenhagen"),
    "EE": ("372", "Europe/Tallinn"),
    "EG": ("20", "Africa/Cairo"),
    "FI": ("358", "Europe/Helsinki"),
    "FR": ("33", "Europe/Paris"),
    "GB": ("44", "Europe/London"),
    "GR": ("30", "Europe/Athens"),
    "HK": ("852", "Asia/Hong_Kong"),
    "HR": ("385", "Europe/Zagreb"),
    "HU": ("36", "Europe/Budapest"),
    "IE": ("353", "Europe/Dublin"),
    "IL": ("972", "Asia/Jerusalem"),
    "IN": ("91", "Asia/Kolkata"),
    "IS": ("354", "Atlantic/Reykjavik"),
    "IT": ("39", "Europe/Rome"),
    "JP": ("81", "Asia/Tokyo"),
    "KE": ("254", "Africa/Nairobi"),
    "KR": ("82", "Asia/Seoul"),
    "LT": ("370", "Europe/Vilnius"),
    "LU": ("352", "Europe/Luxembourg"),
    "LV": ("371", "Europe/Riga"),
    "MA": ("212", "Africa/Casablanca"),
    "MT": ("356", "Europe/Malta"),
    "MY": ("60", "Asia/Kuala_Lumpur"),
    "NG": ("234", "Africa/Lagos"),
    "NL": ("31", "Europe/Amsterdam"),
    "NO": ("47", "Europe/Oslo"),
    "PE": ("51", "America/Lima"),
    "PH": ("63", "Asia/Manila"),
    "PK": ("92", "Asia/Karachi"),
    "PL": ("48", "Europe/Warsaw"),
    "RO": ("40", "Europe/Bucharest"),
    "RS": ("381", "Europe/Belgrade"),
    "SA": ("966", "Asia/Riyadh"),
    "SE": ("46", "Europe/Stockholm"),
    "SG": ("65", "Asia/Singapore"),
    "SI": ("386", "Europe/Ljubljana"),
    "SK": ("421", "Europe/Bratislava"),
    "TH": ("66", "Asia/Bangkok"),
    "TR": ("90", "Europe/Istanbul"),
    "TW": ("886", "Asia/Taipei"),
    "UY": ("598", "America/Montevideo"),
    "VN": ("84", "Asia/Ho_Chi_Minh"),
    "ZA": ("27", "Africa/Johannesburg"),
}

# Zone -> country and those of its states that lie in this zone as a whole.
_STATES: Mapping[str, str] = {
    "America/New_York": "US CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "US AR IA IL LA MN MO MS OK WI",
    "America/Denver": "US CO MT NM UT WY",
    "America/Los_Angeles": "US CA WA",
    "Pacific/Honolulu": "US HI",
    "America/Halifax": "CA NB NS PE",
    "America/Winnipeg": "CA MB",
    "America/Edmonton": "CA AB",
    "Australia/Sydney": "AU ACT TAS VIC",
    "Australia/Brisbane": "AU QLD",
    "Australia/Darwin": "AU NT",
    "Europe/Madrid": "ES AN AR AS CB CE CL CM CT EX GA IB MC MD ML NC PV RI VC",
    "Atlantic/Canary": "ES CN",
}
_BY_STATE = {
    f"{country}-{state}": zone
    for zone, row in _STATES.items()
    for country, *states in [row.split()]
    for state in states
}
_BY_PREFIX = dict(_COUNTRIES.values())
_SOLD_TO_EVERYBODY = frozenset({"co"})
_BY_DOMAIN = {
    **{country.lower(): zone for country, (_, zone) in _COUNTRIES.items() if country.lower() not in _SOLD_TO_EVERYBODY},
    "uk": "Europe/London",
}


def zone_hint(country: str | None, phone: str, address: str) -> tuple[str, str] | None:
    """Guess a zone from the best thing known; return it with the words for why, None where there is no safe guess.

    `country` is a code as in "DE" or "US-CA", `phone` counts only in its international form. A known country is
    never overruled by the phone, nor a phone by the mail domain.
    """
    if country:
        return _worded(_by_country(country.upper()), f"guessed from the country {country}")
    if digits := _international(phone):
        zone = next((_BY_PREFIX[digits[:n]] for n in (3, 2) if digits[:n] in _BY_PREFIX), None)
        return _worded(zone, f"guessed from the phone number {phone.strip()}")
    ending = address.rpartition("@")[2].rpartition(".")[2].lower()
    return _worded(_BY_DOMAIN.get(ending), f"guessed from the mail domain .{ending}")


def _by_country(code: str) -> str | None:
    whole = _COUNTRIES.get(code.partition("-")[0])
    return whole[1] if whole else _BY_STATE.get(code)


def _international(phone: str) -> str:
    """Digits after "+" or "00", "" for a number that does not say its country."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    if phone.strip().startswith("+"):
        return digits
    return digits[2:] if digits.startswith("00") else ""


def _worded(zone: str | None, why: str) -> tuple[str, str] | None:
    return (zone, why) if zone else None
