"""Date words of French."""

WORDS = {
    "month*1": (
        "janvier|janv|jan;février|fév|févr;mars;avril|avr;mai;juin;juillet|juil;août;septembre|sept;octobre|oct;"
        "novembre|nov;décembre|déc"
    ),
    "weekday*0": (
        "lundi|lun|lundis;mardi|mardis;mercredi|mer|mercredis;jeudi|jeu|jeudis;vendredi|ven|vendredis;samedi|sam;"
        "dimanche|dim"
    ),
    "num*1": (
        "un|une;deux|une paire de;trois|quelques;quatre|plusieurs;cinq;six;sept;huit;neuf;dix;onze;douze;treize;"
        "quatorze;quinze;seize;dix sept;dix huit;dix neuf;vingt;vingt et un;vingt deux;vingt trois;vingt quatre;"
        "vingt cinq"
    ),
    "num=8": "huitaine de",
    "num=10": "une dizaine de",
    "num=15": "une quinzaine de",
    "num=30": "trente|une trentaine de",
    "num=60": "soixante",
    "num=0.5": "demi|une demi|demie",
    "plushalf": "et demi|et demie",
    "ord*1": (
        "premier|première|premiers|premières;deuxième|second|seconde;troisième;quatrième;cinquième;sixième;"
        "septième;huitième;neuvième;dixième"
    ),
    "ord=-1": "dernier|dernière|derniers|dernières",
    "unit=day": "jour|jours|journée",
    "unit=workday": "jours ouvrés|jours ouvrables|jour ouvré|jour ouvrable",
    "unit=week": "semaine|semaines|sem|huitaine|huitaine de jours|semaine prochaine en huit",
    "unit=fortnight": "quinzaine",
    "unit=weekend": "week-end|weekend|week end",
    "unit=month": "mois",
    "unit=quarter": "trimestre|trimestres",
    "unit=half": "semestre|semestres",
    "unit=year": "an|ans|année|années|année civile",
    "unit=fiscal": "exercice|exercice fiscal|année fiscale|exercice budgétaire|année budgétaire|exercice comptable",
    "halfof": "moitié|quinzaine",
    "rel=-1": "dernier|dernière|passé|passée|derniers|dernières|précédent",
    "rel=0": (
        "toute la|le reste de la|reste de la|reste du|le reste du|ce|cette|cet|en cours|courant de ce|courant de cette"
    ),
    "rel=1": "prochain|prochaine|prochains|prochaines|suivant|suivante|nouvel|nouvelle|qui vient|nouveau",
    "rel=2": "d après|en quinze|suivant la prochaine",
    "eight": "en huit",
    "fifteen": "en quinze",
    "sametime": "à la même période|à la même époque|même période",
    "part=start": (
        "début|au début|tout début|commencement|dès le début|premiers jours|au tout début|dans les premiers jours|"
        "démarrage"
    ),
    "part=mid": "mi|milieu|la mi|au milieu|courant mi|vers la mi|mi de",
    "part=late": "plus tard",
    "part=end": "fin|à la fin|la fin|toute fin|issue|clôture|tout à la fin",
    "partunit=end month": "fin de mois",
    "partunit=end year": "fin d année",
    "partunit=start year": "début d année",
    "newyear": "nouvelle année|nouvel an",
    "day=0": "aujourd hui|ce soir|cet après midi|ce matin",
    "day=1": "demain|demain matin|demain après midi|le lendemain|dès demain",
    "day=2": "après demain|après-demain|surlendemain|le surlendemain",
    "day=-1": "hier|avant hier|avant-hier|l autre jour",
    "within": (
        "dans|d ici|sous|dans environ|dans les|d ici à|d ici environ|dans à peu près|au bout de|dans encore|"
        "dans une petite"
    ),
    "duration": "pendant|pour|les|pour les|encore|pendant encore|durant|ces|pendant les|durant les",
    "wait": (
        "laissez moi|donnez moi|attendre|attendez|besoin de|laisse moi|donne moi|patienter|au moins|"
        "au moins encore|minimum|faut"
    ),
    "later": "plus tard|à partir de maintenant|à compter d aujourd hui|de délai",
    "ago": "plus tôt|auparavant|en arrière",
    "agoprefix": "il y a|voici|voilà|ça fait|cela fait|il y a environ",
    "bound=after": (
        "après|passé|passée|une fois passé|une fois passée|à l issue de|à l issue du|à l issue des|au delà de|"
        "au delà du|suite à|passées|passés|au retour des|au retour de|au sortir de|à l issue|passé le|"
        "une fois passés|une fois passées|après les|après la|après le|après l|d ici après|dès après|au lendemain de"
    ),
    "bound=until": "jusqu à|jusqu au|jusqu en|jusqu|jusque|jusqu aux|jusqu à la|jusqu au le|jusque fin",
    "bound=through": "jusqu à la fin de|jusqu à la fin du|jusqu après|au moins jusqu à la fin de",
    "bound=from": (
        "à partir de|à partir du|à compter de|à compter du|dès|dès le|à partir|à dater du|dès la|à partir des"
    ),
    "bound=notbefore": (
        "pas avant|jamais avant|au plus tôt|pas avant le|qu à partir de|qu à partir du|pas avant la|"
        "pas avant le mois de|rien avant|guère avant|pas de disponibilité avant|seulement à partir de|"
        "pas dispo avant|pas disponible avant|pas avant les|impossible avant|impossible avant le|"
        "rien de possible avant|aucune dispo avant|pas possible avant|pas possible avant le|pas avant d ici|"
        "pas libre avant|pas libre avant le"
    ),
    "bound=before": "avant|d ici|juste avant|peu avant",
    "bound=by": "au plus tard|d ici|d ici à|d ici au|d ici la|d ici le|pour",
    "bound=since": "depuis|depuis le|depuis la|depuis l",
    "bound=during": "pendant|durant|du|entre|de|toute|tout|toute la|tout le|au cours de|au cours du",
    "bound=not": "pas|pas en|pas le|pas la|plutôt que|sauf|pas au|plus|rien",
    "bound=once": "une fois|lorsque|quand|dès que|une fois que|une fois le|une fois la|lorsqu",
    "bound=weekof": "semaine du|semaine commençant le|semaine de",
    "at": (
        "le|la|en|au|à|aux|vers|courant|dans|pour|autour du|autour de|aux alentours du|aux alentours de|dans le|"
        "pour le|vers le|plutôt|dans la|sur|dans l|peut être|à nouveau|seulement|environ|dans le courant de|"
        "aux environs du|aux environs de|disons|mois de|le mois de|au mois de|au courant de|au cours de|vers la"
    ),
    "art": "le|la|les|l|mon|ma|mes|notre|nos|votre|vos|de|ce|cette",
    "of": "de|du|des|d|la|le|l|en|du mois de|de la|de l|au",
    "to": "au|à|et|jusqu au|jusqu à|ou|inclus au",
    "and": "et|ou",
    "onward": "au plus tôt|ou plus tard|ou après|et après|minimum",
    "incl": "inclus|compris|inclusivement|y compris|incluse",
    "isover": (
        "passé|passée|passées|terminé|terminée|terminées|finie|finies|sera passé|sera terminé|est passé|"
        "est terminé|seront passées|seront terminées|est passée|est terminée|sont passées|sont terminées|passés|"
        "bouclé|clos|bouclée|sera passée|sera bouclé|est bouclé|sera clos"
    ),
    "begins": "commence|commencera|démarre|débute|aura commencé|aura débuté|a commencé|démarré|commencé|entamé|entamée",
    "that": "ça|cela|cette date|celui|ce",
    "anaphor=after": "après ça|après cela|ensuite|par la suite|après cette date|au delà|passé cette date",
    "anaphor=week": (
        "la semaine d après|la semaine suivante|celle d après|la suivante|la semaine qui suit|celle qui suit|"
        "la semaine d'après|celle qui vient après|la semaine juste après"
    ),
    "anaphor=month": "le mois d après|le mois suivant|le mois qui suit",
    "anaphor=day": "le jour d après|le lendemain|le jour suivant",
    "before": "avant|avant le|avant la|avant les",
    "afterw": "après|après le|après la|après les|suivant|qui suit|suivant le|suivant la",
    "feast=christmas": "noël|la noël",
    "feast=christmaseve": "réveillon|veille de noël",
    "feast=newyear": "nouvel an|jour de l an|premier de l an|saint sylvestre|premier de l'an",
    "feast=easter": "pâques|lundi de pâques|week end de pâques",
    "feast=goodfriday": "vendredi saint",
    "feast=whitsun": "pentecôte|lundi de pentecôte",
    "feast=ascension": "ascension|pont de l ascension",
    "feast=assumption": "assomption|pont du quinze août|pont du 15 août",
    "feast=allsaints": "toussaint",
    "feast=armistice": "armistice|pont du 11 novembre",
    "feast=bastille": "fête nationale|quatorze juillet|14 juillet",
    "feast=epiphany": "épiphanie|fête des rois|galette des rois",
    "feast=carnival": "carnaval|mardi gras",
    "feast=mayday": "fête du travail|pont du 1er mai|pont du premier mai",
    "feast=maybridges": "ponts de mai|les ponts de mai|ponts du mois de mai",
    "feast=ramadan": "ramadan",
    "feast=eid": "aïd|aid el fitr|aïd el fitr",
    "feast=eidadha": "aïd el kébir|aïd al adha|aid el kebir",
    "feast=lunarnewyear": "nouvel an chinois|nouvel an lunaire",
    "feast=nationalbelgium": "fête nationale belge",
    "season=spring": "printemps",
    "season=summer": "été",
    "season=autumn": "automne",
    "season=winter": "hiver",
    "school=summer": (
        "vacances d été|grandes vacances|vacances estivales|congés d été|pause estivale|trêve estivale|"
        "congés estivaux|fermeture estivale|vacances scolaires d été|pause d été|coupure estivale"
    ),
    "school=autumn": "vacances de la toussaint|vacances de toussaint|vacances d automne",
    "school=christmas": (
        "vacances de noël|vacances de fin d année|fêtes de fin d année|trêve des confiseurs|congés de noël|"
        "congés de fin d année|fin d année et les fêtes|pause de noël|fêtes de noël"
    ),
    "school=winter": "vacances d hiver|vacances de février|vacances de ski|vacances de carnaval",
    "school=easter": "vacances de pâques|vacances de printemps|congés de pâques",
    "school=backtoschool": (
        "rentrée|rentrée scolaire|retour des vacances d été|reprise des cours|reprise de l école|retour de vacances"
    ),
    "school=septemberback": "rentrée de septembre|rentrée scolaire de septembre",
    "school=januaryback": "rentrée de janvier",
    "holidays": "fêtes|vacances scolaires|vacances|congés",
    "ord=-2": "avant-dernier|avant-dernière|avant dernier|avant dernière",
    "feast=advent": "avent|l avent|période de l avent",
    "feast=advent1": "premier dimanche de l avent",
    "feast=clockchange": "changement d heure|le changement d heure",
    "feast=springforward": "heure d été|passage à l heure d été",
    "feast=fallback": "heure d hiver|passage à l heure d hiver",
    "feast=ashwednesday": "mercredi des cendres",
    "feast=holyweek": "semaine sainte",
    "feast=betweenyears": (
        "entre noël et nouvel an|entre noël et le nouvel an|entre noël et le jour de l an|entre les fêtes"
    ),
    "feast=saintjohn": "saint jean|la saint jean",
    "publicholiday": "jour férié|pont|long week-end|week-end prolongé|long week end|week end prolongé",
    "anaphor=before": "avant cela|avant ça|au préalable",
    "hopeless": "mort|foutu|fichu|infaisable|exclu",
    "running=year": "cette année",
}
STOPS = (
    "le la les de des du et je nous vous pas est que qui pour avec dans une un me moi au en ne plus notre "
    "votre suis sera merci rappelez recontactez revenez serai bonjour êtes avons sur mon ce à"
)
CUES = {
    "answer": "repondrai",
    "habit": "ouvert ouverts ouverte horaires ouverture",
    "mail": "mail email message courriel mails",
    "times": "deuxieme troisieme quatrieme fois",
    "none": "pas rien jamais aucun aucune sans",
    "wish": "joyeux joyeuses bonne bonnes bon belles belle",
    "past": "etait etaient signe renouvele choisi avions opte demarre achete",
    "contact": (
        "alors ensuite recontacter recontactez revenez rappelez rappeler parler retour reviens contactez ecrivez "
        "relancez relancer reparler reprendre appelez reparlons reprenons revoir recontacte rappelle reparle "
        "contact contacter voir echanger"
    ),
    "free": "sera serai pouvez pourrons dispo disponible disponibles libre mieux debordes",
    "back": (
        "reouverture rouvre rouvrira rouvrirons retour reviens reviendrai revient joignable repondrai disponible "
        "reprends reprendrai rentre rentrerai"
    ),
    "away": "absent absente conges conge ferme vacances deplacement fermes indisponible",
    "reason": "contrat reunion conseil echeance renouvellement salon",
    "refused": "complique charge impossible mal complet tendu hopeless",
    "prefer": "idealement preference plutot svp plait mieux donc",
}
