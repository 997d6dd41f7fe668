"""Date words of English."""

WORDS = {
    "month*1": (
        "january|jan;february|feb;march|mar;april|apr;may;june|jun;july|jul;august|aug;september|sept|sep;"
        "october|oct;november|nov;december|dec"
    ),
    "weekday*0": (
        "monday|mon|mondays;tuesday|tue|tues|tuesdays;wednesday|wed|weds|wednesdays;thursday|thu|thur|thurs|"
        "thursdays;friday|fri|fridays;saturday|sat|saturdays;sunday|sun|sundays"
    ),
    "num*1": (
        "one|a|an|another|a good|a full;two|a couple|a couple of|couple of|couple;three|a few|few|a handful of;"
        "four|several;five;six;seven;eight;nine;ten;eleven;twelve|a dozen;thirteen;fourteen;fifteen;sixteen;"
        "seventeen;eighteen;nineteen;twenty;twenty one;twenty two;twenty three;twenty four;twenty five"
    ),
    "num=30": "thirty",
    "num=45": "forty five",
    "num=60": "sixty",
    "num=90": "ninety",
    "num=0.5": "half a|half an|a half",
    "num=1.5": "one and a half",
    "plushalf": "and a half",
    "ord*1": (
        "first;second;third;fourth;fifth;sixth;seventh;eighth;ninth;tenth;eleventh;twelfth;thirteenth;fourteenth;"
        "fifteenth;sixteenth;seventeenth;eighteenth;nineteenth;twentieth;twenty first;twenty second;twenty third;"
        "twenty fourth;twenty fifth;twenty sixth;twenty seventh;twenty eighth;twenty ninth;thirtieth;thirty first"
    ),
    "ord=-1": "last|final|closing",
    "ord=-2": "penultimate|last but one|second last|second to last",
    "unit=day": "day|days",
    "unit=workday": "business day|business days|working day|working days|workday|workdays|work days",
    "unit=week": "week|weeks|wk|wks|cw|calendar week",
    "unit=fortnight": "fortnight|fortnights",
    "unit=weekend": "weekend",
    "unit=month": "month|months|mth|mths|mo|mos",
    "unit=quarter": "quarter|quarters|qtr|qtrs",
    "unit=half": "half year|half-year",
    "unit=year": "year|years|yr|yrs|calendar year",
    "unit=fiscal": "fiscal year|fiscal|financial year|budget year|fy|budget cycle|tax year|fin year",
    "halfof": "half",
    "rel=-1": "last|past|previous|prior",
    "rel=0": (
        "all|all this|the rest of the|rest of the|remainder of the|the remainder of the|the whole|the entire|"
        "this|current|the rest of this|same"
    ),
    "rel=1": "next|nxt|following|upcoming|new",
    "coming": "coming|this coming|the coming",
    "sametime": "this time|same time|around this time|about this time|the same time",
    "part=start": (
        "early|start|beginning|first thing|first days|first few days|top|front end|early in|early part|opening|outset"
    ),
    "part=mid": "mid|middle|the middle|midway through|halfway through",
    "part=late": "late|later|late in|later in|latter part|tail end|back end|the latter part",
    "part=end": "end|the end|close|very end|final days",
    "part=half2": "back half|latter half|later half|second half",
    "part=half1": "front half|first half",
    "partunit=end day": "eod|cob|end of day|end of business|close of business|end of play",
    "partunit=end week": "eow|week end",
    "partunit=end month": "eom|month end|month-end",
    "partunit=end quarter": "eoq|quarter end|quarter-end",
    "partunit=end year": "eoy|year end|year-end|yearend",
    "partunit=mid year": "midyear|mid-year|mid year",
    "partunit=mid month": "midmonth|mid-month|mid month",
    "partunit=mid week": "midweek|mid-week|mid week",
    "day=0": "today|tonight|this morning|this afternoon|this evening",
    "day=1": "tomorrow|tmrw|tomoz|tmr|tomorow|tomorrow morning|tomorrow afternoon|the next day|next day",
    "day=2": "day after tomorrow|overmorrow",
    "day=-1": "yesterday|last night|the other day|day before yesterday",
    "within": "in|in about|within|in the next|in the coming",
    "duration": "for|for about|for the next|the next|over the next|next|these next|the coming|for the coming",
    "wait": (
        "give me|give us|give it|wait|allow|need|needs|hold off|hold off for|leave it|park it|at least|"
        "check back|circle back|back off|takes|take|months of"
    ),
    "later": "from now|later|time|from today|hence|out|down the line|down the road|off|away",
    "ago": "ago|back|earlier|before now",
    "bound=after": (
        "after|past|following|beyond|once we re through|once we are through|on the other side of|other side of|"
        "the far side of|post|the back of|this side of"
    ),
    "bound=until": "between now and|until|till|til|untill|up until|up to|pending",
    "bound=through": (
        "through|thru|through to|up to and including|until and including|until after|throughout|to the end of|"
        "all through|all the way through|right through"
    ),
    "bound=from": (
        "from|as of|starting|starting from|beginning|effective|as from|commencing|any time from|anytime from|"
        "anytime after the start of|come"
    ),
    "bound=notbefore": (
        "not before|no sooner than|no earlier than|not until|not till|earliest|at the earliest|not earlier than|"
        "never before|nothing before|not any time before|anything before|isn t before|not any earlier than|"
        "won t be until|not be until|can t before|won t be before|not be before|nothing until|nothing till|"
        "no time before|no time until|no capacity before|not free until|not free before|don t before|"
        "not really before|not really until"
    ),
    "bound=before": "before|pre|ahead of|prior to|just before|shortly before",
    "bound=by": "by|no later than|not later than|latest|at the latest",
    "bound=since": "since|ever since|as far back as",
    "bound=during": "during|over|for|all|all of|between",
    "bound=not": (
        "not|no|can t|cannot|can t do|can t make|unable|no good|isn t|not in|not on|rather than|instead of|"
        "except|but not|avoid|skip|forget"
    ),
    "bound=once": "once|when|as soon as|whenever",
    "bound=weekof": (
        "week of|week commencing|w/c|w c|wc|week beginning|week starting|wk of|w o|week of the|"
        "week that starts on|week that starts"
    ),
    "at": (
        "on|in|at|around|about|for|towards|toward|circa|somewhere around|roughly|say|maybe|perhaps|some time in|"
        "sometime in|some time|sometime|anytime|any time|like|near|to|or so|probably|only|again|somewhere in|"
        "anywhere in|as early as|as soon as"
    ),
    "art": "the|my|our|your|that|his|her|their|its|those|these",
    "of": "of|in|into|on|s",
    "to": "to|through|thru|until|till|and|til|up to|or",
    "and": "and|or",
    "hopeless": "write off|no go|washout|wash out|right off|lost cause|non starter|blur|zoo|circus",
    "onward": (
        "onward|onwards|on|forward|or later|or after|or thereafter|at the earliest|earliest|and later|"
        "at the soonest|or beyond|and beyond|if not later"
    ),
    "incl": "inclusive|included|incl|both inclusive|inclusively",
    "isover": (
        "is over|are over|is done|are done|is behind us|are behind us|is out of the way|are out of the way|"
        "has passed|have passed|passes|is past|ends|end|closes|finishes|is finished|has ended|wraps up|wraps|"
        "wrapped up|is closed|has closed|is wrapped up|has gone|is gone|have gone|is through|has come and gone|"
        "is in the books|winds down|quiets down|has finished|is behind me|are behind me|have ended|"
        "has wrapped up|dies down|is up|rush is over|rush|craziness|madness"
    ),
    "begins": (
        "starts|begins|kicks off|opens|comes around|rolls around|is here|arrives|comes|start|begin|rolls in|"
        "has started|has begun|is under way|gets going|kicks in|hits"
    ),
    "that": "that|this|it|then|which",
    "anaphor=after": "after that|afterwards|thereafter|after which|from then on|past that",
    "anaphor=week": (
        "the one after|one after that|the one after that|the week after that|the one following|the following one|"
        "week after that"
    ),
    "anaphor=before": "beforehand|prior to that|earlier than that|before then|before that|ahead of that|in advance",
    "anaphor=month": "the month after that|month after that|the month after this",
    "anaphor=day": "the day after that|day after that",
    "before": "before|ahead of|prior to",
    "afterw": "after|from|following|past|on from|post|later than|into|on",
    "feast=christmas": "christmas|xmas|x mas|christmas day|boxing day|yuletide",
    "feast=christmaseve": "christmas eve",
    "feast=newyear": (
        "hogmanay|new year s holiday|new year s weekend|new year s|new years|new year s day|new year|new years day|"
        "the new year s|nye|new year s eve"
    ),
    "newyear": "turn of the year|the turn of the year|new year|the new year|in the new year|ny",
    "feast=easter": "easter bank holiday|easter break weekend|easter|easter weekend|easter monday|easter sunday",
    "feast=goodfriday": "good friday",
    "feast=whitsun": "whitsun|pentecost|whit monday|whitsunday",
    "feast=ascension": "ascension|ascension day",
    "feast=thanksgiving": (
        "thanksgiving|thanksgiving day|thanksgiving holiday|turkey day|thanksgiving weekend|thanksgiving break"
    ),
    "feast=blackfriday": "black friday",
    "feast=cybermonday": "cyber monday",
    "feast=laborday": "labor day|labour day|labor day weekend",
    "feast=memorialday": "memorial day|memorial day weekend",
    "feast=july4": "independence day|fourth of july|the fourth of july|4th of july|july fourth",
    "feast=presidentsday": "presidents day|president s day|presidents day weekend|presidents weekend",
    "feast=mlk": "mlk|mlk day|mlk weekend|martin luther king jr day|martin luther king day",
    "feast=columbusday": "columbus day|indigenous peoples day",
    "feast=veteransday": "veterans day",
    "feast=canadaday": "canada day",
    "feast=taxday": "tax day|tax season|tax time|busy season|the tax deadline|tax deadline",
    "feast=halloween": "halloween|hallowe en|all hallows",
    "feast=valentine": "valentine s day|valentine s|valentines|valentines day",
    "feast=stpatrick": "st. patrick s day|st. patrick s|st. patricks day|st patrick s day|st patricks day|paddy s day",
    "feast=augbank": "august bank holiday|summer bank holiday",
    "feast=maybank": "may bank holiday|early may bank holiday",
    "feast=springbank": "spring bank holiday",
    "feast=lunarnewyear": "lunar new year|chinese new year|cny|spring festival|tet",
    "feast=ramadan": "ramadan|ramazan",
    "feast=eid": "eid|eid al fitr|eid ul fitr",
    "feast=eidadha": "eid al adha|eid ul adha",
    "feast=diwali": "diwali|deepavali",
    "feast=passover": "passover|pesach",
    "feast=roshhashanah": "rosh hashanah|rosh hashana",
    "feast=yomkippur": "yom kippur|high holidays|the high holidays",
    "feast=sukkot": "sukkot",
    "feast=hanukkah": "hanukkah|chanukah",
    "feast=goldenweek": "golden week",
    "feast=nationalday_cn": "national day golden week|october golden week",
    "feast=australiaday": "australia day|republic day",
    "feast=anzacday": "anzac day|anzac weekend|anzac",
    "feast=waitangi": "waitangi day|waitangi weekend|waitangi",
    "feast=kingsbirthday": (
        "queen s birthday|king s birthday|queens birthday|kings birthday|king s birthday weekend|"
        "queen s birthday weekend"
    ),
    "feast=matariki": "matariki",
    "feast=melbournecup": "melbourne cup|cup day|melbourne cup day",
    "feast=groundhogday": "groundhog day",
    "feast=burnsnight": "burns night",
    "feast=bonfirenight": "bonfire night|guy fawkes night|guy fawkes",
    "feast=veteransday_any": "remembrance day|remembrance sunday|armistice day",
    "feast=victoriaday": "victoria day|may two four|may long weekend|victoria day weekend",
    "feast=familyday": "family day",
    "feast=juneteenth": "juneteenth",
    "feast=cincodemayo": "cinco de mayo",
    "feast=mothersday": "mother s day|mothers day|mothering sunday",
    "feast=fathersday": "father s day|fathers day",
    "feast=assumption": "assumption|assumption day",
    "feast=indianindep": "independence day in india|swatantrata diwas",
    "feast=stgeorge": "st george s day|st. george s day",
    "feast=standrew": "st andrew s day|st. andrew s day",
    "feast=stdavid": "st david s day|st. david s day",
    "feast=holi": "holi",
    "feast=dussehra": "dussehra|dusshera|durga puja|navratri",
    "feast=ganesh": "ganesh chaturthi|ganpati",
    "feast=vesak": "vesak|wesak",
    "feast=midautumn": "mid autumn festival|moon festival|chuseok",
    "feast=shavuot": "shavuot",
    "feast=ashwednesday": "ash wednesday",
    "feast=shrovetuesday": "shrove tuesday|pancake day|pancake tuesday",
    "feast=lent": "lent",
    "feast=palmsunday": "palm sunday",
    "feast=holyweek": "holy week",
    "feast=maundythursday": "maundy thursday|holy thursday",
    "feast=corpuschristi": "corpus christi",
    "feast=orthodoxeaster": "orthodox easter|greek easter",
    "feast=advent": "advent",
    "feast=advent1": "first advent|first sunday of advent|first advent sunday",
    "feast=advent2": "second advent|second sunday of advent",
    "feast=advent3": "third advent|third sunday of advent",
    "feast=advent4": "fourth advent|fourth sunday of advent",
    "feast=springforward": (
        "clocks go forward|clocks spring forward|clocks have gone forward|daylight saving starts|"
        "daylight saving begins|daylight savings starts|daylight savings begins|dst starts|dst begins|"
        "summer time starts|summer time begins|british summer time|daylight saving has started"
    ),
    "feast=fallback": (
        "clocks go back|clocks fall back|clocks have gone back|daylight saving ends|daylight savings ends|"
        "dst ends|summer time ends|daylight saving has ended"
    ),
    "feast=clockchange": (
        "clocks change|clocks have changed|clock change|clocks changing|time change|changing of the clocks|"
        "daylight saving|daylight savings|daylight saving time|daylight savings time"
    ),
    "publicholiday": (
        "bank holiday|bank holiday weekend|bank holiday monday|public holiday|long weekend|national holiday"
    ),
    "feast=carnival": "carnival|mardi gras|carnaval",
    "feast=epiphany": "epiphany|twelfth night",
    "feast=superbowl": "the super bowl|super bowl",
    "feast=midsummer": "midsummer",
    "feast=oktoberfest": "oktoberfest",
    "season=spring": "spring|springtime",
    "season=summer": "summer|summertime",
    "season=autumn": "autumn|fall",
    "season=winter": "winter|wintertime",
    "school=summer": (
        "summer break|summer holidays|summer holiday|summer vacation|summer recess|summer shutdown|"
        "school summer holidays|the school holidays|summer lull"
    ),
    "school=halfterm": "half term|half term break|half term holiday|half term week",
    "school=autumn": "autumn break|fall break|autumn half term|october half term|autumn holidays|october break",
    "school=christmas": (
        "christmas and new year|xmas and new year|winter break|christmas break|christmas holidays|"
        "christmas holiday|holiday season|festive season|festive period|festivities|christmas period|"
        "holiday break|holiday rush|year end break|christmas rush|christmas shutdown|winter holidays|"
        "holiday period|christmas season|holiday shutdown|christmas closure|festive break|end of year rush|"
        "year end rush|year end close|the year end close|christmas vacation|winter shutdown"
    ),
    "school=winter": "ski week|winter half term|february break|presidents week",
    "school=febhalf": "february half term|feb half term",
    "school=mayhalf": "may half term|whitsun half term|spring half term|summer half term",
    "school=easter": "easter break|easter holidays|spring break|easter vacation",
    "school=backtoschool": (
        "back to school|school starts|school is back|schools are back|schools go back|back at school|"
        "school starts again|schools reopen|school year|new school year|term starts|start of term|new term|"
        "kids go back|kids are back|school resumes|schools start|term begins|beginning of term|academic year|"
        "school term|term time"
    ),
    "holidays": "holidays|hols|bank holidays|the holiday",
}
STOPS = "the and to you we not is are will i me for with please but our have be it my your of this that in on at us"
CUES = {
    "mail": "mail email message note voicemail newsletter letter mails emails",
    "times": "second third fourth fifth sixth times time",
    "none": "not no nothing never none t without hardly",
    "wish": "happy merry enjoy great nice lovely wonderful good restful blessed",
    "past": (
        "thought built kept felt knew wrote saw made gave said told sent ran was were had did signed bought went "
        "renewed met spoke launched decided chose moved switched started closed left hired joined sat agreed "
        "been implemented migrated finished completed picked rolled took got"
    ),
    "contact": (
        "then call touch try reach revisit circle ping reconnect connect talk chat speak catch check follow write "
        "mail email wait contact message note line shoot drop hit bump remind again back resume pick park ask lets "
        "let meet meeting return returning discuss look buzz talking speaking chatting shout nudge swing loop poke"
    ),
    "free": (
        "will ll shall should could would can available free time capacity bandwidth busy swamped slammed tied "
        "booked calmer quieter breathe realistic works better suits fine good open"
    ),
    "back": (
        "reopen reopens reopening back return returning returns returned available reachable respond reply "
        "answer resume responding again"
    ),
    "away": (
        "out away leave vacation holiday pto ooo off closed unavailable travelling traveling offline absent "
        "annual conference"
    ),
    "reason": (
        "renewal renews renew renewing contract expires expire board budget review launch deadline fair audit "
        "because conference lease"
    ),
    "habit": (
        "hours open opening openings usually normally typically mondays tuesdays wednesdays thursdays fridays "
        "weekdays only days answered staffed daily schedule"
    ),
    "refused": (
        "hopeless mad crazy full impossible difficult bad terrible packed insane nuts hectic hopeless out doesn "
        "won isn busy swamped tight dead no"
    ),
    "prefer": "ideally please better rather instead say preferably actually",
}
