"""When would that be, for this contact? `schedule` with the settings, the sequences and the contact's calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from followupd.config import Settings
from followupd.core.calendar import schedule
from followupd.core.calendar.calendars import Calendar
from followupd.core.calendar.spans import Window
from followupd.core.calendar.zone_hints import zone_hint
from followupd.core.lifecycle import Planned
from followupd.core.model import Contact, Enrollment
from followupd.core.sequences import Sequence, Step, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A contact's zone and where it is known from, as the user reads it."""

    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Plans on the owner's settings. The same enrollment gets the same times on every run."""

    settings: Settings
    sequences: Mapping[str, Sequence]

    def zone(self, contact: Contact) -> Zone:
        """Return the contact's zone: from their row, else a hint, else the owner's."""
        if contact.timezone is not None:
            return Zone(name=contact.timezone, source="their row")
        phone = contact.fields.get("phone", "")
        hint = zone_hint(contact.country, phone, contact.address)
        if hint is not None:
            return Zone(name=hint[0], source=hint[1])
        return Zone(name=self.settings.timezone, source="yours")

    def calendar(self, contact: Contact) -> Calendar:
        """Return the days of this contact: their zone and holidays, and the owner's days off."""
        return Calendar(
            zone=self.zone(contact).name,
            country=contact.country or self.settings.country,
            days_off=self.settings.days_off,
        )

    def windows(self, step: Step | None) -> tuple[Window, ...]:
        """Return when this step may happen: its own windows, else those of [sending]."""
        return step.window if step is not None and step.window else self.settings.sending.windows

    def first(self, sequence: Sequence, contact: Contact, now: datetime) -> Planned:
        """Return the plan for the first step of somebody who is enrolled now."""
        return self._planned(sequence, 0, contact, now)

    def after(self, sequence: Sequence, index: int, contact: Contact, at: datetime) -> Planned:
        """Return the plan for what comes after a step that was done at `at`; past the last one, the end of silence."""
        return self._planned(sequence, index + 1, contact, at)

    def on(self, day: date, contact: Contact) -> datetime:
        """Return a time on this day, or on the next open one: "write me again on the 12th", never earlier."""
        return schedule.day_due(
            day, calendar=self.calendar(contact), windows=self.settings.sending.windows, seed=contact.address
        )

    def open_at(self, step: Step | None, contact: Contact, now: datetime) -> datetime:
        """Return the first moment from now on that lies in a window of this step."""
        return schedule.next_open(now, self.windows(step), self.calendar(contact))

    def located(self, enrollment: Enrollment) -> tuple[Sequence, int] | None:
        """Return the sequence and the index of the step that comes next, None where an edit took it away."""
        sequence = self.sequences.get(enrollment.sequence)
        index = None if sequence is None else locate(sequence, enrollment.step, enrollment.step_key)
        return None if sequence is None or index is None else (sequence, index)

    def step(self, enrollment: Enrollment) -> Step | None:
        """Return the step that comes next, None at the end of the silence and where an edit took it away."""
        place = self.located(enrollment)
        return place[0].steps[place[1]] if place and place[1] < len(place[0].steps) else None

    def _planned(self, sequence: Sequence, index: int, contact: Contact, at: datetime) -> Planned:
        due_at = schedule.next_due(
            sequence,
            index,
            at,
            calendar=self.calendar(contact),
            windows=self.settings.sending.windows,
            seed=f"{contact.address}/{sequence.name}",
        )
        return Planned(step=index, step_key=sequence.step_key(index), due_at=due_at)
