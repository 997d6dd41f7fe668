"""Machine or person? By evidence, and a person is never called a machine."""

import pytest

from followupd.core.model import KindName
from followupd.replies.kinds import kind_of
from followupd.replies.parse import parse


def mail(
    text: str, headers: str = "", *, subject: str = "Re: The notes", sender: str = "Sam <sam@acme.example>"
) -> bytes:
    head = f"From: {sender}\nTo: ana@northwind.example\nSubject: {subject}\n{headers}"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()


AWAY = "I am out of the office until 15 March."
HEADERS = [
    ("Auto-Submitted: auto-replied\n", AWAY),
    ("Auto-Submitted: auto-replied (vacation)\n", "Weg."),
    ("X-Autoreply: yes\n", AWAY),
    ("X-Autorespond: Re: The notes\n", AWAY),
    ("X-Apple-Action: vacation\n", AWAY),
    ("X-Auto-Reply-From: sam@acme.example\n", AWAY),
    ("Precedence: auto_reply\n", AWAY),
    ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nAuto-Submitted: auto-generated\n", "Bin weg."),
    ("Precedence: bulk\n", AWAY),
    ("X-MS-Exchange-Inbox-Rules-Loop: sam@acme.example\nX-Auto-Response-Suppress: All\n", AWAY),
    ("Return-Path: <>\n", "Ich bin bis zum 15. März nicht im Büro."),
    ("Auto-Submitted: auto-generated\n", "Your request has been received. Ticket 4711."),
]


@pytest.mark.parametrize(("headers", "text"), HEADERS)
def test_a_header_with_what_belongs_to_it_makes_an_auto_reply(headers: str, text: str) -> None:
    """R2.11, R2.13."""
    assert kind_of(parse(mail(text, headers))).name is KindName.AUTO_REPLY


SUBJECTS = [
    "Automatic reply: The notes",
    "Automatische Antwort: Die Notizen",
    "Réponse automatique : vos notes",
    "Respuesta automática: Las notas",
    "Risposta automatica: Gli appunti",
    "Automatisch antwoord: De notities",
    "Resposta automática: As notas",
    "Automatiskt svar: Anteckningar",
    "Automatisk svar: Noter",
    "Odpowiedź automatyczna: Notatki",
    "Automatická odpověď: Poznámky",
    "Automaattinen vastaus: Muistiinpanot",
    "Auto-Reply: The notes",
    "自動返信: ノート",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_prefix_that_servers_put_before_a_subject_is_enough(subject: str) -> None:
    assert kind_of(parse(mail("…", subject=subject))).name is KindName.AUTO_REPLY


WORDS_ALONE = [
    (
        "absence",
        (
            "Thank you for your email. I am out of the office until March 15 with limited access to email. "
            "For urgent matters please contact Jo at jo@acme.example. I will reply when I return."
        ),
    ),
    (
        "absence",
        (
            "Hello,\n\nI'm on annual leave and will be back on Monday 17 March. Your message will not be forwarded.\n"
            "In urgent cases please contact my colleague.\n\nSam"
        ),
    ),
    (
        "absence",
        (
            "Vielen Dank für Ihre Nachricht. Ich bin vom 3.3. bis zum 14.3. im Urlaub. "
            "In dringenden Fällen wenden Sie sich "
            "bitte an meine Kollegin Frau Meyer. Ihre E-Mail wird nicht weitergeleitet."
        ),
    ),
    (
        "absence",
        "Bonjour, je suis absent du bureau jusqu'au 15 mars. En cas d'urgence, merci de contacter ma collègue.",
    ),
    (
        "absence",
        "Gracias por su mensaje. Estoy de vacaciones hasta el 15 de marzo. Para temas urgentes, mi compañera.",
    ),
    ("absence", "Ik ben afwezig tot 15 maart. Voor dringende zaken kunt u contact opnemen met mijn collega."),
    (
        "absence",
        "Grazie per il messaggio. Sono fuori ufficio fino al 15 marzo. In caso di urgenza contattare l'assistenza.",
    ),
    (
        "absence",
        "Obrigado pela sua mensagem. Estarei de férias até 15 de março. Em caso de urgência, o escritório.",
    ),
    (
        "left",
        (
            "Sam Jones is no longer with Acme. Please contact Jo Smith at jo@acme.example during business hours. "
            "Your message has not been forwarded."
        ),
    ),
    (
        "left",
        (
            "Vielen Dank für Ihre E-Mail. Herr Jones ist nicht mehr für unser Unternehmen tätig. "
            "Bitte wenden Sie sich an "
            "jo@acme.example. In dringenden Fällen 030 1234567."
        ),
    ),
    (
        "ticket",
        (
            "Thank you for contacting Acme support. Your request has been received and a ticket has been created. "
            "Ticket number: 482913. Our team will respond within 24 hours."
        ),
    ),
    (
        "ticket",
        (
            "Vielen Dank für Ihre Anfrage. Wir haben Ihre Nachricht erhalten und melden uns schnellstmöglich. "
            "Ihre Vorgangsnummer: 99172."
        ),
    ),
    ("ticket", "This is an automated response. We have received your message."),
    (
        "challenge",
        "Your message has been held. Please click the link to verify you are a human sender:\nhttps://c.example/x",
    ),
]


@pytest.mark.parametrize(("detail", "text"), WORDS_ALONE)
def test_enough_stock_phrases_need_no_header(detail: str, text: str) -> None:
    """R2.13 to R2.15."""
    kind = kind_of(parse(mail(text)))
    assert (kind.name, kind.detail) == (KindName.AUTO_REPLY, detail)


MORE_MACHINES = [
    (
        "Hi, I'm currently out of the office with no access to email. I'll be back on Monday, April 7. For "
        "anything urgent, please contact jo@acme.example. Thanks, Sam"
    ),
    "I am out of the office and will return on January 5th. I will respond to your email when I return.",
    (
        "Thanks for your message. I'm on parental leave until September 1. Please contact my colleague Jo "
        "Smith (jo@acme.example)."
    ),
    "Out of office until 12/1. For urgent issues call +49 30 1234.",
    (
        "Sehr geehrte Damen und Herren,\nvielen Dank für Ihre E-Mail. Ich bin ab dem 17.3. wieder im Büro. "
        "Ihre Nachricht wird nicht weitergeleitet. In dringenden Fällen: kollege@acme.example"
    ),
    (
        "Guten Tag, ich bin derzeit in Elternzeit und kehre am 1. September zurück. Bitte wenden Sie sich an "
        "meine Vertretung Jo Smith."
    ),
    "Je suis actuellement en congé et de retour le 17 mars. Pour toute urgence, contactez le standard.",
    (
        "Hola, estoy fuera de la oficina hasta el 17 de marzo y tendré acceso limitado al correo. Para "
        "asuntos urgentes llame al 555."
    ),
    "Hej, jag är på semester till och med den 17 mars. Vid brådskande ärenden kontakta min kollega.",
    "Hei, olen lomalla 17.3. asti. Kiireellisissä asioissa ota yhteyttä kollegaani.",
    "Dzień dobry, jestem na urlopie do dnia 17 marca. W pilnych sprawach proszę o kontakt z kolegą.",
    "Dobrý den, jsem na dovolené do 17. března. V naléhavých případech kontaktujte kolegu.",
    (
        "Hello,\n\nThank you for your enquiry. Your request (Case 00123456) has been received and is being "
        "reviewed by our support team.\nWe aim to respond within 2 business days."
    ),
    "Thank you for your order! We have received your order #12345 and will ship it within 2 days. Customer service",
    (
        "We have received your email and will get back to you as soon as possible. Ticket number: 4711. "
        "Opening hours: Mon-Fri 9-5."
    ),
    (
        "Bonjour, nous avons bien reçu votre demande. Numéro de dossier : 4711. Notre service client vous "
        "répondra dans les plus brefs délais."
    ),
    "Uw bericht is ontvangen. Wij nemen zo snel mogelijk contact met u op. Ticketnummer 4711. Klantenservice",
    "Jane Doe no longer works at Acme. Please direct all inquiries to info@acme.example. Thank you for your email.",
    "Bedankt voor uw bericht. Jan is niet meer werkzaam bij Acme. Neem contact op met info@acme.example.",
    "This mailbox is no longer monitored. Please contact support@acme.example. This is an automated message.",
    "*** This is an automatically generated email, please do not reply ***\nWe got it.",
]


@pytest.mark.parametrize("text", MORE_MACHINES)
def test_notes_without_any_header_are_recognised(text: str) -> None:
    assert kind_of(parse(mail(text))).name is KindName.AUTO_REPLY


NEARLY_MACHINES = [
    "I'm out until the 12th, will look then.",
    "On holiday this week - back Monday, will reply then.",
    ("Thanks for your email. I'm on leave until 5 May but Jo (jo@acme.example) can meet you before. She'll call you."),
    (
        "Sorry for the late reply, I was on vacation with limited access to email. We went with another "
        "vendor. For urgent matters my colleague is better."
    ),
    (
        "Thank you for your message. We received your order form and will get back within two days with the "
        "signed contract."
    ),
    "We have logged your request internally, case 4711. Jo will call you shortly. Best, Sam",
    "I left the company in May, sorry. Try jo@acme.example.",
    "Please contact my colleague Jo, she is responsible.",
    "I am travelling until March 15 with limited access; ping me after.",
    (
        "Ich bin noch bis 15.3. im Urlaub, danach können wir telefonieren. In dringenden Fällen erreichen Sie"
        " mich mobil."
    ),
    "Danke für Ihre Nachricht. Ich bin ab 17.3. wieder im Büro, dann schaue ich es mir an.",
    "Nee bedankt, ik ben met vakantie.",
    "Merci pour votre message. Nous avons bien reçu votre offre, mais nous n'avons pas de budget.",
    ("Bitte nehmen Sie mich aus dem Verteiler. Herr Meyer ist nicht mehr bei uns, danke für Ihre Mühe. Tel 0301234567"),
    "Gracias por su mensaje, pero ya no trabajo allí. Contacte con juan@acme.example.",
    "Could you resend? The attachment was not delivered, delivery failed on our side.",
    "Got your voicemail. I'm away until the 5th and will answer when I'm back. Urgent? Call Jo.",
    "Thank you for reaching out. We will review and respond as soon as possible.",
    "I will be back in the office on the 5th. Let me think about it until then.",
]


@pytest.mark.parametrize("text", NEARLY_MACHINES)
def test_people_who_sound_like_a_note_stay_people(text: str) -> None:
    """Taking a person for a machine is the worse error."""
    assert kind_of(parse(mail(text))).name is KindName.HUMAN


HUMAN_TEXTS = [
    "I'm out of the office Thursday but let's do Friday.",
    "I am on vacation until March 15. Please write to me again then.",
    "I'm travelling this week, can we talk when I'm back?",
    "Out of office until Monday, but yes, I'm interested. Send me the offer.",
    "Thanks for your email. We are not interested, please remove me.",
    "Thank you for your message. I have forwarded it to my colleague Jo, jo@acme.example.",
    "I assume this is an automated message. Please stop.",
    "If this is an automated email, take me off the list.",
    "I no longer work with suppliers from abroad.",
    "Sam is no longer with us, I have taken over his projects. How about a call on Tuesday?",
    "I have left the company. Good luck!",
    "We have received your offer and will get back to you within two weeks.",
    "Ich bin bis Freitag im Urlaub, melden Sie sich danach gerne noch einmal.",
    "Bin gerade im Urlaub, lass uns in KW 12 sprechen.",
    "Je suis en congés jusqu'au 15, rappelez-moi ensuite.",
    "Estoy de vacaciones, escríbame en abril.",
    "Ticket bought, see you at the fair!",
    "No thanks.",
    "Yes.",
    "Could not deliver an answer earlier, sorry. Yes, let's meet.",
    "Our mailbox is full of offers like yours. No.",
    "Thanks for contacting us, we already have a supplier.",
    "",
]
HUMAN_HEADERS = [
    "",
    "X-Auto-Response-Suppress: All\n",
    "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply\n",
    "Auto-Submitted: no\n",
    "Auto-Submitted: auto-generated\n",
    "Precedence: bulk\n",
    "X-MS-Exchange-Inbox-Rules-Loop: sam@acme.example\n",
    "List-Unsubscribe: <mailto:x@acme.example>\n",
]


@pytest.mark.parametrize("text", HUMAN_TEXTS)
def test_a_person_who_is_away_or_uses_a_stock_phrase_stays_a_person(text: str) -> None:
    assert kind_of(parse(mail(text))).name is KindName.HUMAN


@pytest.mark.parametrize("headers", HUMAN_HEADERS)
@pytest.mark.parametrize("text", ["Sounds good, let's talk on Thursday.", "Not interested.", "Call me.", "Ja, gerne."])
def test_no_single_header_makes_a_machine_of_a_person(text: str, headers: str) -> None:
    """R2.12: ticket systems say auto-generated on people's mail, Outlook suppresses answers on ordinary mail."""
    assert kind_of(parse(mail(text, headers))).name is KindName.HUMAN


def test_a_person_away_on_outlook_stays_a_person() -> None:
    """R2.12: the header asks others not to answer by machine, and says nothing about its own mail."""
    raw = mail("I am out of the office until 15 March.", "X-Auto-Response-Suppress: All\n")
    assert kind_of(parse(raw)).name is KindName.HUMAN


def test_an_answer_to_an_absence_note_is_from_a_person() -> None:
    assert kind_of(parse(mail("Back now, call me.", subject="Re: Out of office: The notes"))).name is KindName.HUMAN


def test_a_subject_about_cars_is_no_automatic_reply() -> None:
    assert kind_of(parse(mail("Please call me.", subject="Auto-Versicherung"))).name is KindName.HUMAN


def test_what_we_quoted_makes_no_machine() -> None:
    text = (
        "Yes please.\n\nOn Mon, Mar 3, 2025 at 10:22 AM Ana <ana@northwind.example> wrote:\n"
        "> I am out of the office until Friday.\n> This is an automated message.\n"
    )
    assert kind_of(parse(mail(text, "Precedence: bulk\n"))).name is KindName.HUMAN


def multipart(kind: str, *parts: tuple[str, str], head: str = "", subject: str = "x") -> bytes:
    body = "".join(f"--b\n{headers}\n\n{text}\n" for headers, text in parts)
    return (
        f"From: sam@acme.example\nSubject: {subject}\n{head}Content-Type: {kind}; boundary=b\n\n{body}--b--\n".encode()
    )


@pytest.mark.parametrize("disposition", ["displayed", "deleted"])
def test_a_disposition_notification_is_a_receipt(disposition: str) -> None:
    """R2.19: a mail that was opened is no interest, one that was deleted no refusal."""
    raw = multipart(
        "multipart/report; report-type=disposition-notification",
        ("Content-Type: text/plain", "Your message was read."),
        (
            "Content-Type: message/disposition-notification",
            (
                "Final-Recipient: rfc822;sam@acme.example\nOriginal-Message-ID: <abc@northwind.example>\n"
                f"Disposition: manual-action/MDN-sent-manually; {disposition}\n"
            ),
        ),
    )
    inbound = parse(raw)
    kind = kind_of(inbound)
    assert (kind.name, kind.detail, inbound.reported_ids) == (
        KindName.RECEIPT,
        disposition,
        ("<abc@northwind.example>",),
    )


def test_a_read_receipt_in_prose_is_a_receipt() -> None:
    text = "Ihre Nachricht\n\n  An: Sam\n  Betreff: Die Notizen\n\nwurde am Montag, 3. März 2025 10:22 gelesen."
    assert kind_of(parse(mail(text, subject="Gelesen: Die Notizen"))).name is KindName.RECEIPT


@pytest.mark.parametrize("feedback", ["abuse", "opt-out", "fraud"])
def test_a_feedback_report_is_a_complaint(feedback: str) -> None:
    """R2.20."""
    raw = multipart(
        "multipart/report; report-type=feedback-report",
        ("Content-Type: text/plain", "This is an email abuse report."),
        (
            "Content-Type: message/feedback-report",
            f"Feedback-Type: {feedback}\nVersion: 1\nOriginal-Rcpt-To: <sam@acme.example>\n",
        ),
        ("Content-Type: message/rfc822", "Message-ID: <abc@northwind.example>\nTo: sam@acme.example\n\nHi"),
    )
    inbound = parse(raw)
    kind = kind_of(inbound)
    assert (kind.name, kind.detail, kind.recipients) == (KindName.COMPLAINT, feedback, ("sam@acme.example",))
    assert inbound.reported_ids == ("<abc@northwind.example>",)


def test_mail_that_was_taken_out_of_the_junk_folder_is_no_complaint() -> None:
    raw = multipart(
        "multipart/report; report-type=feedback-report",
        ("Content-Type: message/feedback-report", "Feedback-Type: not-spam\nVersion: 1\n"),
    )
    assert kind_of(parse(raw)).name is KindName.RECEIPT


def calendar(method: str, *attendees: str) -> str:
    lines = "".join(f"{line}\r\n" for line in attendees)
    return f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"


SAM_SAYS = 'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={};CN="Sam":mailto:sam@acme.example'
ANSWERS = [
    (calendar("REPLY", SAM_SAYS.format("ACCEPTED")), "accepted"),
    (calendar("REPLY", SAM_SAYS.format("DECLINED")), "declined"),
    (calendar("REPLY", SAM_SAYS.format("TENTATIVE")), "tentative"),
    (calendar("REPLY", SAM_SAYS.format("DELEGATED")), "tentative"),
    (calendar("REPLY", "ATTENDEE;CN=Sam;PARTST\r\n AT=ACCEPTED:mailto:s\r\n am@acme.example"), "accepted"),
    (calendar("REPLY", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:jo@acme.example", SAM_SAYS.format("DECLINED")), "declined"),
    (calendar("COUNTER", SAM_SAYS.format("TENTATIVE")), "tentative"),
    (calendar("REQUEST", SAM_SAYS.format("NEEDS-ACTION")), "request"),
]


@pytest.mark.parametrize(("text", "detail"), ANSWERS)
def test_a_calendar_answer_says_what_it_is(text: str, detail: str) -> None:
    """R2.21: the body is often empty."""
    raw = multipart("multipart/alternative", ("Content-Type: text/plain", ""), ("Content-Type: text/calendar", text))
    kind = kind_of(parse(raw))
    assert (kind.name, kind.detail) == (KindName.CALENDAR, detail)


def test_an_event_that_is_only_attached_is_no_answer() -> None:
    raw = multipart(
        "multipart/mixed",
        ("Content-Type: text/plain", "See you."),
        ("Content-Type: text/calendar", calendar("PUBLISH")),
    )
    assert kind_of(parse(raw)).name is KindName.HUMAN


UNREADABLE = [
    multipart(
        "multipart/encrypted; protocol=application/pgp-encrypted",
        ("Content-Type: application/pgp-encrypted", "Version: 1"),
        ("Content-Type: application/octet-stream", "-----BEGIN PGP MESSAGE-----"),
    ),
    mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"),
    b"From: s@a.example\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB",
    multipart("multipart/mixed", ("Content-Type: application/ms-tnef; name=winmail.dat", "eJ8+")),
]


@pytest.mark.parametrize("raw", UNREADABLE)
def test_what_cannot_be_read_is_unreadable(raw: bytes) -> None:
    """R2.22, R2.23."""
    assert kind_of(parse(raw)).name is KindName.UNREADABLE


def test_a_winmail_dat_beside_a_text_hides_nothing() -> None:
    raw = multipart(
        "multipart/mixed",
        ("Content-Type: text/plain", "Yes, call me."),
        ("Content-Type: application/ms-tnef; name=winmail.dat", "eJ8+"),
    )
    assert (kind_of(parse(raw)).name, parse(raw).fresh) == (KindName.HUMAN, "Yes, call me.")


def test_a_clear_signed_mail_is_read() -> None:
    """R2.22: multipart/signed is unwrapped, its signature not judged."""
    raw = multipart(
        "multipart/signed; protocol=application/pgp-signature",
        ("Content-Type: text/plain", "Yes, call me."),
        ("Content-Type: application/pgp-signature", "-----BEGIN PGP SIGNATURE-----"),
    )
    assert (kind_of(parse(raw)).name, parse(raw).fresh) == (KindName.HUMAN, "Yes, call me.")


def test_every_kind_but_a_person_names_its_evidence() -> None:
    for raw in (mail("…", "Auto-Submitted: auto-replied\n"), UNREADABLE[0]):
        assert kind_of(parse(raw)).evidence
