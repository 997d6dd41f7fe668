"""Date words of Spanish."""

WORDS = {
    "month*1": (
        "enero|ene;febrero|feb;marzo;abril|abr;mayo;junio|jun;julio|jul;agosto|ago;septiembre|setiembre|sept|sep;"
        "octubre|oct;noviembre|nov;diciembre|dic"
    ),
    "weekday*0": "lunes|lun;martes;miércoles|mié;jueves|jue;viernes|vie;sábado|sáb;domingo|dom",
    "num*1": (
        "un|una|uno;dos|un par de|par de;tres|unas|unos|algunas|algunos|unas cuantas|unos cuantos|pocas|pocos;"
        "cuatro|varias|varios;cinco;seis;siete;ocho;nueve;diez;once;doce;trece;catorce;quince;dieciséis;"
        "diecisiete;dieciocho;diecinueve;veinte;veintiuno|veintiún;veintidós;veintitrés;veinticuatro;veinticinco;"
        "veintiséis;veintisiete;veintiocho;veintinueve;treinta"
    ),
    "num=45": "cuarenta y cinco",
    "num=60": "sesenta",
    "num=90": "noventa",
    "num=0.5": "medio|media",
    "plushalf": "y medio|y media",
    "ord*1": (
        "primer|primera|primero|primeros|primeras;segundo|segunda;tercer|tercera|tercero;cuarto|cuarta;quinto|quinta"
    ),
    "ord=-1": "último|última|últimos|últimas",
    "unit=day": "día|días",
    "unit=workday": "días hábiles|día hábil|días laborables|día laborable",
    "unit=week": "semana|semanas|sem",
    "unit=fortnight": "quincena|quincenas",
    "unit=weekend": "fin de semana|finde",
    "unit=month": "mes|meses",
    "unit=quarter": "trimestre|trimestres",
    "unit=half": "semestre|semestres",
    "unit=year": "año|años|año natural",
    "unit=fiscal": "año fiscal|ejercicio|ejercicio fiscal|ejercicio contable",
    "halfof": "mitad|quincena",
    "rel=-1": "pasado|pasada|último|última|anterior",
    "rel=0": "resto de la|el resto de la|resto del|toda la|este|esta|actual|en curso|corriente",
    "rel=1": "próximo|próxima|que viene|siguiente|entrante|que entra|próximos|próximas|nuevo",
    "rel=2": "siguiente a la próxima|de después",
    "sametime": "por estas fechas|por esta época",
    "part=start": (
        "principios|a principios|comienzos|a comienzos|inicio|inicios|a inicios|al inicio|comienzo|al comienzo|"
        "primeros días|a primeros|primeros|principio|al principio|arranque"
    ),
    "part=mid": "mediados|a mediados|medio|mitad|a mitad|en medio",
    "part=late": "más adelante|más tarde|última parte",
    "part=end": "finales|a finales|fin|fines|a fines|final|al final|el final|últimos días|cierre|al cierre|a últimos",
    "partunit=end month": "fin de mes",
    "partunit=end year": "fin de año|cierre de año|cierre del año",
    "newyear": "año nuevo|nuevo año",
    "day=0": "hoy|esta tarde|esta noche",
    "day=1": "mañana|mañana por la tarde|mañana por la mañana",
    "day=2": "pasado mañana",
    "day=-1": "ayer|anteayer|el otro día|anoche",
    "within": (
        "en|dentro de|en unos|dentro de unos|dentro de unas|en unas|de aquí a|en cosa de|en los próximos|"
        "al cabo de|en otras|en otros|en cosa de unas|de acá a|en el plazo de|en aproximadamente"
    ),
    "duration": "por|durante|los próximos|las próximas|durante las próximas|durante los próximos|otras|otros|por otras",
    "wait": (
        "deme|dame|denme|espere|esperar|necesito|necesitamos|al menos|déme|dadme|mínimo|por lo menos|faltan|déjame|"
        "déjeme|déjanos|dejemos pasar|deja pasar|dejar pasar|dennos|danos"
    ),
    "later": "después|más tarde|a partir de ahora|a partir de hoy|más",
    "ago": "atrás",
    "agoprefix": "hace|hace unos|hace unas|hará",
    "bound=after": (
        "después de|después del|tras|pasado|pasada|pasadas|pasados|una vez pasado|una vez pasada|una vez pasadas|"
        "luego de|luego del|tras el|tras la|tras las|posterior a|pasando|después que pase|cuando pase|cuando pasen|"
        "a la vuelta de|a la vuelta del|a vuelta de|pasado el|pasada la|pasados los|pasadas las|una vez pasen|"
        "acabado el|acabada la|terminadas las|terminado el|cuando acabe|cuando acaben|cuando termine|"
        "cuando terminen|tras los"
    ),
    "bound=until": "hasta|hasta el|hasta la|hasta los",
    "bound=through": (
        "hasta finales de|hasta final de|hasta fines de|hasta pasado|hasta pasada|hasta pasadas|hasta después de|"
        "hasta pasados"
    ),
    "bound=from": "a partir de|a partir del|de|del|a contar del|a contar de|ya en|ya a partir del",
    "bound=notbefore": (
        "no antes de|no antes del|nunca antes de|no hasta|como pronto|no será hasta|no será antes de|nada antes de|"
        "recién en|recién a partir de|hasta no|no podremos hasta|no podré hasta|no tendré hueco hasta|"
        "no antes de que|nada hasta|recién|recién después de|no antes de la|imposible antes de|imposible antes del|"
        "nada antes del|no puedo antes de|no puedo antes del|hasta entonces no|no podré antes de|"
        "no podré antes del|no tengo hueco hasta|no hay nada antes de"
    ),
    "bound=before": "antes de|antes del|previo a",
    "bound=by": "a más tardar|como muy tarde|para|para el",
    "bound=since": "desde|desde el|desde hace",
    "bound=during": "durante|del|de|entre|toda|todo|toda la|todo el|a lo largo de",
    "bound=not": "no|no en|no el|en vez de|salvo|excepto|ya no|no será|no va a ser",
    "bound=once": "una vez|cuando|en cuanto|una vez que",
    "bound=weekof": "semana del|semana que empieza el|semana que comienza el|semana de",
    "at": (
        "el|en|a|al|hacia|para|sobre|por|alrededor del|alrededor de|en el|para el|hacia el|día|el día|allá por|"
        "mes de|el mes de|en el mes de|quizás|sobre el|en torno al|cerca de|de nuevo|recién|de cara a|en torno a|"
        "a eso de"
    ),
    "art": "el|la|los|las|lo|nuestro|nuestra|nuestras|mis|mi|este|sus",
    "of": "de|del|de la|de los|en|al|del mes de|de este|de las",
    "to": "al|a|y|hasta|hasta el|o",
    "and": "y|o|u",
    "onward": "en adelante|como pronto|o más tarde|o después|como mínimo",
    "incl": "inclusive|incluido|ambos inclusive|incluidos|ambos incluidos",
    "isover": (
        "haya pasado|hayan pasado|haya terminado|termine|acabe|terminen|acaben|pase|pasen|se acabe|cierre|"
        "cerremos|finalice|concluya|terminada|pasada"
    ),
    "begins": "empiece|comience|empieza|arranque|arranca|comienza|haya empezado|inicie",
    "that": "eso|esto|esa fecha|esa",
    "anaphor=after": "después de eso|a partir de entonces|después|luego|tras eso|posteriormente|después de esa fecha",
    "anaphor=week": (
        "la siguiente|la otra|la semana siguiente|la de después|la que le sigue|la semana de después|"
        "la semana después|la semana posterior|la próxima no la otra"
    ),
    "anaphor=month": "el mes siguiente",
    "anaphor=day": "al día siguiente|el día siguiente",
    "before": "antes de|antes del",
    "afterw": "después de|después del|tras|a partir del|a partir de|siguiente a|siguientes a|posterior a",
    "feast=christmas": "navidad|nochebuena|la navidad",
    "feast=newyear": "año nuevo|nochevieja|fin de año",
    "feast=epiphany": "reyes|día de reyes|epifanía|los reyes|los reyes magos",
    "feast=holyweek": "semana santa",
    "feast=easter": "pascua|domingo de resurrección|lunes de pascua|pascuas",
    "feast=goodfriday": "viernes santo",
    "feast=whitsun": "pentecostés",
    "feast=constitution": (
        "puente de diciembre|puente de la constitución|la constitución|puente de la inmaculada|"
        "puente de la purísima|macropuente"
    ),
    "feast=mayday": "día del trabajo|puente de mayo|primero de mayo",
    "feast=assumption": "asunción|puente de agosto",
    "feast=hispanidad": "día de la hispanidad|puente del pilar|el pilar",
    "feast=allsaints": "todos los santos",
    "feast=carnival": "carnaval|carnavales",
    "feast=fallas": "fallas|las fallas",
    "feast=ramadan": "ramadán",
    "feast=lunarnewyear": "año nuevo chino|año nuevo lunar",
    "feast=mexicoindep": "fiestas patrias",
    "feast=guadalupereyes": "guadalupe reyes|puente guadalupe reyes",
    "season=spring": "primavera",
    "season=summer": "verano",
    "season=autumn": "otoño",
    "season=winter": "invierno",
    "school=summer": "vacaciones de verano|parón de verano|vacaciones estivales|parón estival|cierre de agosto",
    "school=christmas": (
        "navidades|las navidades|vacaciones de navidad|vacaciones navideñas|fiestas navideñas|"
        "fiestas de fin de año|fiestas de navidad|parón navideño|campaña de navidad|campaña navideña|"
        "fiestas decembrinas|época navideña|vacaciones de fin de año|fiestas de navidad y reyes|navidad y reyes"
    ),
    "school=easter": "vacaciones de semana santa|vacaciones de pascua",
    "school=backtoschool": (
        "vuelta al cole|vuelta del verano|vuelta de verano|vuelta de vacaciones|la vuelta de verano|"
        "empiece el curso|inicio del curso|inicio de curso|comienzo del curso|vuelta al colegio"
    ),
    "holidays": "fiestas|vacaciones|festivos|días festivos",
    "ord=-2": "penúltimo|penúltima",
    "feast=advent": "adviento",
    "feast=clockchange": "cambio de hora|cambio de horario",
    "feast=springforward": "horario de verano|hora de verano",
    "feast=fallback": "horario de invierno|hora de invierno",
    "feast=ashwednesday": "miércoles de ceniza",
    "feast=palmsunday": "domingo de ramos",
    "feast=maundythursday": "jueves santo",
    "feast=betweenyears": "entre navidad y reyes|entre navidad y año nuevo|entre navidad y fin de año",
    "feast=saintjohn": "san juan|noche de san juan",
    "feast=immaculate": "la inmaculada|inmaculada",
    "publicholiday": "festivo|puente|feriado|fin de semana largo|día festivo|feriado largo",
    "anaphor=before": "antes de eso|de antelación|con antelación",
    "hopeless": "descartado|inviable|perdido",
    "school=winter": "semana blanca",
    "running=year": "este año",
    "feast=dayofdead": "día de muertos|día de los muertos",
    "feast=buenfin": "el buen fin",
}
STOPS = (
    "el la los las de y que no en por con para me nos le lo es un una más su al del se pero si gracias estoy "
    "hablemos escríbame llámeme estaré vuelvo mi tenemos"
)
CUES = {
    "answer": "responder respondere",
    "habit": "horario abierto abiertos horarios atencion",
    "mail": "correo mail email mensaje correos",
    "times": "segunda tercera cuarta segundo tercer veces vez",
    "none": "no nada nunca sin ningun ninguna",
    "wish": "feliz felices buenas buen buenos",
    "past": (
        "era fue fueron firmamos contratamos compramos renovamos hicimos estuve estuvimos empezamos decidimos elegimos"
    ),
    "contact": (
        "entonces hablemos hablamos escribame escribeme escribir llame llamame llameme contacte contactame "
        "contacteme vuelvo volver vuelva vuelve retomamos retomar retomemos hablar escriba llamar avisame "
        "avisenos buscame busqueme contactar contactenos recuerdame vemos"
    ),
    "free": "estare podemos podre disponibles tendremos tendre mejor tiempo podria puedo",
    "back": (
        "reabrimos vuelvo regreso regresare volvere reincorporo reincorporare responder vuelta respondere disponible"
    ),
    "away": "ausente vacaciones fuera cerrado permiso baja cerramos cierre cerrada cerrados",
    "reason": "contrato reunion consejo junta feria vencimiento",
    "refused": "mal complicado imposible lleno hopeless",
    "prefer": "idealmente preferencia mejor favor asi",
}
