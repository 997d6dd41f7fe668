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
        "seventeen;eighteen;nineteen;twenty;twenty one;twenty two;twenty three;twenty four;twenty five;twenty six;"
        "twenty seven;twenty eight;twenty nine"
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
    "ord=-2": "penultimate|last but one|second last|second to last|one before last",
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
        "early|start|beginning|first thing|first days|first few days|top|front end|early in|early part|opening|"
        "outset|start of|top of|early doors|early days of|first part|first bit|kick off of|the first few days|"
        "the early part|the opening days"
    ),
    "part=mid": (
        "mid|middle|the middle|midway through|halfway through|middle of|midpoint|mid point|halfway into|"
        "half way into|half way through|half-way through|about halfway through"
    ),
    "part=late": (
        "late|later|late in|later in|latter part|tail end|back end|the latter part|late on in|towards the end|"
        "the tail end|the back end|latter end|the last part"
    ),
    "part=end": (
        "end|the end|close|very end|final days|end of|fag end|dying days|closing days|the close|very end of|"
        "the very end|the end of"
    ),
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
        "give me|give us|give it|wait|allow|need|needs|hold off|hold off for|leave it|park it|at least|check back|"
        "circle back|back off|takes|take|months of|allow us|hold fire|hold fire for|sit tight for|leave it for|"
        "leave me|leave us|hang fire|hang fire for|sit on it for|let s leave it|leave things|let it rest for|"
        "give me at least|give us at least|takes me|give her|give him|give them"
    ),
    "later": (
        "from now|later|time|from today|hence|out|down the line|down the road|off|away|s time|on from now|"
        "or so from now|into the future|or thereabouts from now"
    ),
    "ago": "ago|back|earlier|before now",
    "bound=after": (
        "after|past|following|beyond|once we re through|once we are through|on the other side of|other side of|"
        "the far side of|post|the back of|this side of|the other side of|on the far side of|the back end past|"
        "on the back of|once past|when we re past|once we re past|once we are past|once we get past|"
        "until we re past|until past|well after|straight after|right after|shortly after|just after|"
        "immediately after|soon after|not long after|a bit after|sometime after|some time after|anytime after|"
        "any time after|only after|till after"
    ),
    "bound=until": (
        "between now and|until|till|til|untill|up until|up to|pending|until about|until around|until roughly|"
        "until at least|till at least|up till|right up until|right up to|all the way to|all the way until"
    ),
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
        "not really before|not really until|not any sooner than|nothing earlier than|won t be able to before|"
        "not able to before|earliest i could do is|earliest is|the earliest is|earliest would be|"
        "the earliest would be|earliest we could do is|earliest i can do is|not much before|no way before|"
        "not likely before|unlikely before|unlikely until|not possible before|not possible until|impossible before|"
        "impossible until|hopeless before|no good before|no good until|no use before|not happening before|"
        "not happening until|won t happen before|won t happen until|can t happen before|can t happen until|"
        "don t expect anything before|never until|isn t until|nothing happens until|nothing happens before|"
        "not free till|not around until|not around before|not available until|not available before|not back until|"
        "not back before|not in until"
    ),
    "bound=before": "before|pre|ahead of|prior to|just before|shortly before",
    "bound=by": "by|no later than|not later than|latest|at the latest",
    "bound=since": "since|ever since|as far back as",
    "bound=during": "during|over|for|all|all of|between",
    "bound=not": (
        "not|no|can t|cannot|can t do|can t make|unable|no good|isn t|not in|not on|rather than|instead of|except|"
        "but not|avoid|skip|forget|nothing|nothing in|nothing on|none of|no chance in|not going to happen in|"
        "not happening|not happening in|never|no way|no time|no time in|no room in|won t be|won t happen|"
        "won t happen in|not feasible|not feasible in|not possible in|anything but|any time but|anytime but|"
        "any month but|anything except|all but"
    ),
    "bound=once": "once|when|as soon as|whenever",
    "bound=weekof": (
        "week of|week commencing|w/c|w c|wc|week beginning|week starting|wk of|w o|week of the|"
        "week that starts on|week that starts"
    ),
    "at": (
        "on|in|at|around|about|for|towards|toward|circa|somewhere around|roughly|say|maybe|perhaps|some time in|"
        "sometime in|some time|sometime|anytime|any time|like|near|to|or so|probably|only|again|somewhere in|"
        "anywhere in|as early as|as soon as|on or about|on or around|round about|as of around|looks like|make it|"
        "call it|ideally|target|targeting|aim for|aiming for|shoot for|penciled for|closer to|nearer|nearer to|"
        "closer|approx|approximately"
    ),
    "art": "the|my|our|your|that|his|her|their|its|those|these",
    "of": "of|in|into|on|s",
    "to": "to|through|thru|until|till|and|til|up to|or",
    "and": "and|or",
    "hopeless": (
        "write off|no go|washout|wash out|right off|lost cause|non starter|blur|zoo|circus|chaos|carnage|mayhem|"
        "madhouse|bedlam|off the table|off the cards|ruled out|a mess|shot|toast|chocka|chockers|rammed|manic|"
        "mental|bonkers|a nightmare|nightmare|brutal"
    ),
    "onward": (
        "onward|onwards|on|forward|or later|or after|or thereafter|at the earliest|earliest|and later|"
        "at the soonest|or beyond|and beyond|if not later"
    ),
    "incl": "inclusive|included|incl|both inclusive|inclusively",
    "isover": (
        "is over|are over|is done|are done|is behind us|are behind us|is out of the way|are out of the way|"
        "has passed|have passed|passes|is past|ends|end|closes|finishes|is finished|has ended|wraps up|wraps|"
        "wrapped up|is closed|has closed|is wrapped up|has gone|is gone|have gone|is through|has come and gone|"
        "is in the books|winds down|quiets down|has finished|is behind me|are behind me|have ended|has wrapped up|"
        "dies down|is up|rush is over|rush|craziness|madness|is done and dusted|is done with|are done with|"
        "done and dusted|is sorted|is out the way|are out the way|is off my plate|is off our plate|blows over|"
        "settles down|calms down|slows down|quietens down|is put to bed|is wrapped|is behind|wound down|"
        "has wound down|has settled|has blown over|over with|over and done with|behind us|behind me|done with|"
        "out of the way|goes|pans out|turns out|plays out"
    ),
    "begins": (
        "starts|begins|kicks off|opens|comes around|rolls around|is here|arrives|comes|start|begin|rolls in|"
        "has started|has begun|is under way|gets going|kicks in|hits|comes through|comes in|lands|is in place|"
        "is approved|gets approved|is signed off|opens up|frees up|clears"
    ),
    "that": "that|this|it|then|which",
    "anaphor=after": (
        "after that|afterwards|thereafter|after which|from then on|past that|after then|once that s done|"
        "once that is done|after it s over|once it s over|once that is over|when that s over|when it s over|"
        "when that is done|once this is over|subsequent to that"
    ),
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
    "feast=betweenyears": (
        "between christmas and new year|between christmas and new year s|between xmas and new year|twixmas|"
        "between christmas and the new year|between the years"
    ),
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
        "school term|term time|school s back|school is back in session|school s back in session|school s in|"
        "schools return"
    ),
    "holidays": "holidays|hols|bank holidays|the holiday",
}
STOPS = "the and to you we not is are will i me for with please but our have be it my your of this that in on at us"
CUES = {
    "answer": "respond responding reply answer",
    "mail": "mail email message note voicemail newsletter letter mails emails",
    "times": "second third fourth fifth sixth times time",
    "none": "not no nothing never none t without hardly",
    "wish": "happy merry enjoy great nice lovely wonderful good restful blessed",
    "past": (
        "thought built kept felt knew wrote saw made gave said told sent ran was were had did signed bought went "
        "renewed met spoke launched decided chose moved switched started closed left hired joined sat agreed "
        "implemented migrated finished completed picked rolled took got lasted spent waited stayed"
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
        "won isn busy swamped tight dead no rammed manic mental bonkers chaos carnage mayhem brutal nightmare"
    ),
    "prefer": "ideally please better rather instead say preferably actually so hence therefore preference",
}
