"""Who made a message: a server, a machine that answers for somebody, a calendar, or a person (R2.10).

Decided from its structure before any text is judged. The order is from the surest to the least sure sign; what
nothing claims was written by a person.
"""

from followupd.core.model import Evidence, Inbound, Kind, KindName
from followupd.replies.autoreplies import automatic_reply
from followupd.replies.bounces import delivery_report
from followupd.replies.invitations import calendar_answer
from followupd.replies.patterns import compiled, word_lists

_NO_COMPLAINT = frozenset({"not-spam"})  # RFC 5965 section 7.3: somebody took it out of the junk folder
_LISTS = word_lists("receipts")
_READ_SUBJECT = compiled(_LISTS["read_subject"], r"^\s*", r"\b.{0,30}(?:[:(]|$)")
_READ_TEXT = compiled(_LISTS["read_text"])
_COMPLAINT_SENDER = compiled(_LISTS["complaint_sender"], "^")
_COMPLAINT_SUBJECT = compiled(_LISTS["complaint_subject"], r"^\W*")


def kind_of(inbound: Inbound) -> Kind:
    """Say what kind of message this is, and why."""
    return (
        _complaint(inbound)
        or _receipt(inbound)
        or delivery_report(inbound)
        or calendar_answer(inbound.calendar, inbound.sender.address)
        or _unreadable(inbound)
        or automatic_reply(inbound)
        or Kind(name=KindName.HUMAN)
    )


def _complaint(inbound: Inbound) -> Kind | None:
    """Recognise a feedback report; `detail` is its Feedback-Type (R2.20)."""
    if inbound.report_type == "feedback-report":
        report = next(iter(inbound.reports), None)
        detail = report.action if report else "abuse"
        name = KindName.RECEIPT if detail in _NO_COMPLAINT else KindName.COMPLAINT
        who = tuple(each.recipient for each in inbound.reports if each.recipient) or inbound.returned_to
        evidence = (Evidence(text=f"Feedback-Type: {detail}", why="complaint.report"),)
        return Kind(name=name, detail=detail, recipients=who, evidence=evidence)
    if _COMPLAINT_SENDER.search(inbound.sender.address) and _COMPLAINT_SUBJECT.search(inbound.subject[:200]):
        evidence = (Evidence(text=inbound.subject, why="complaint.subject"),)
        return Kind(name=KindName.COMPLAINT, detail="abuse", recipients=inbound.returned_to, evidence=evidence)
    return None


def _receipt(inbound: Inbound) -> Kind | None:
    """Recognise a read receipt by RFC 8098, or in prose; `detail` is the disposition (R2.19)."""
    if inbound.report_type == "disposition-notification":
        detail = next((report.action for report in inbound.reports), "")
        return _as_receipt(detail, inbound.reports[0].diagnostic if inbound.reports else inbound.content_type)
    text = inbound.fresh[:600]
    if _READ_SUBJECT.search(inbound.subject[:200]) and (found := _READ_TEXT.search(text)):
        return _as_receipt("displayed", found[0])
    return None


def _as_receipt(detail: str, text: str) -> Kind:
    return Kind(name=KindName.RECEIPT, detail=detail, evidence=(Evidence(text=text, why="receipt"),))


def _unreadable(inbound: Inbound) -> Kind | None:
    if not inbound.unreadable:
        return None
    return Kind(name=KindName.UNREADABLE, evidence=(Evidence(text=inbound.unreadable, why="unreadable"),))
