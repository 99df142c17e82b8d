"""What changed since a page was made: stamps, written by triggers and read by every process.

A trigger adds a row in the transaction that changes something public; no row is ever written twice,
so no two writers wait for each other. A process asks for the rows it has not seen, a few times a
second at most, whatever it serves.
"""

import heapq
import logging
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import Error, connection

from mlmap_site.triggers import RowTrigger

logger = logging.getLogger(__name__)

SITE = "site"
READ_EVERY = 0.25
# While one thread reads the stamps, others go on with what is known, but no longer than this.
KNOWN_FOR = 0.75


def article_topic(key):
    return f"article:{key}"


def role_topic(key):
    return f"role:{key}"


# Writing


@dataclass(frozen=True)
class StampTrigger(RowTrigger):
    """Stamp these topics, SQL over OLD and NEW, after a change of a row `when` a condition holds.

    `due_at` is SQL too; a topic that is NULL is left out.
    """

    topics: tuple
    when: str = "TRUE"
    due_at: str = "NULL"

    def _sqlite(self):
        stamp = self._insert("strftime('%Y-%m-%d %H:%M:%f', 'now')", "NULL")
        return self._on_sqlite("AFTER", self.when, stamp)

    def _postgresql(self):
        stamp = self._insert("clock_timestamp()", "pg_current_xact_id()::text::bigint")
        body = f"IF {self.when} THEN {stamp}; END IF; RETURN NULL;"
        return self._on_postgresql("AFTER", body)

    def _insert(self, now, transaction):
        topics = ", ".join(f"({topic})" for topic in self.topics)
        return (
            "INSERT INTO mlmap_site_stamp (topic, due_at, made_at, xact) "  # noqa: S608
            f"SELECT t.topic, {self.due_at}, {now}, {transaction} "
            f"FROM (SELECT DISTINCT v.column1 AS topic FROM (VALUES {topics}) AS v) AS t "
            "WHERE t.topic IS NOT NULL"
        )


def stamped(table, *topics, insert=None, update=None, delete=None, due_at="NULL"):
    """Return triggers that stamp topics when rows of a table are changed under these conditions.

    In `topics`, `{row}` stands for the row as it is and, on an update, as it was.
    """
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}
    conditions = {"INSERT": insert, "UPDATE": update, "DELETE": delete}
    return [
        StampTrigger(
            name=f"{table}_stamped_{event.lower()}",
            table=table,
            event=event,
            topics=tuple(topic.format(row=row) for topic in topics for row in rows[event]),
            when=condition,
            due_at="NULL" if event == "DELETE" else due_at,
        )
        for event, condition in conditions.items()
        if condition
    ]


# Reading

NEW_STAMPS = {
    # Writers queue up, so that keys rise in the order in which rows become visible.
    "sqlite": "SELECT NULL, id, topic, due_at FROM mlmap_site_stamp WHERE id > %(since)s",
    # A transaction that is under way may have a lower key than one that is committed. Whatever
    # was not visible yet is of a transaction from the oldest that was under way on. Rows that were
    # moved here from SQLite have none: they are read at the start.
    "postgresql": (
        "SELECT f.oldest, s.id, s.topic, s.due_at FROM "
        "(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest) f "
        "LEFT JOIN mlmap_site_stamp s ON s.xact >= %(since)s OR (s.xact IS NULL AND %(since)s = 0)"
    ),
}


class Stamps:
    """The stamps as one process knows them.

    `serial` counts what was seen to change. `is_blind` is whether the database could not be asked.
    """

    def __init__(self):
        self.serial = 0
        self.is_blind = False
        self._raised = {}
        self._due = []
        self._seen = set()
        self._since = 0
        self._read_at = float("-inf")
        self._reading = threading.Lock()

    def look(self):
        """Return the serial of this moment, reading what is new where that is due."""
        age = time.monotonic() - self._read_at
        if age >= READ_EVERY and self._reading.acquire(blocking=age >= KNOWN_FOR):
            try:
                if time.monotonic() - self._read_at >= READ_EVERY:
                    self._read()
            finally:
                self._reading.release()
        if self._is_due():
            with self._reading:
                while self._is_due():
                    self._raise(heapq.heappop(self._due)[1])
        return self.serial

    def changed_since(self, serial, topics):
        """Return whether one of these topics (None: anything at all) changed after a serial."""
        if serial == self.serial:
            return False
        return topics is None or any(self._raised.get(topic, 0) > serial for topic in topics)

    def _is_due(self):
        return self._due and self._due[0][0] <= time.time()

    def _raise(self, topic):
        serial = self.serial + 1
        self._raised[topic] = serial
        self.serial = serial

    def _read(self):
        # What is committed from now on may be missed by this query.
        began = time.monotonic()
        try:
            rows = self._rows()
        except Error as error:
            if not self.is_blind:
                logger.warning("The stamps cannot be read: %s", error)
            self.is_blind = True
        else:
            self.is_blind = False
            self._take(rows)
        self._read_at = began

    def _rows(self):
        try:
            with connection.cursor() as cursor:
                cursor.execute(NEW_STAMPS[connection.vendor], {"since": self._since})
                return cursor.fetchall()
        except Error:
            connection.close()
            raise
        finally:
            # No request is there whose end would do it.
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()

    def _take(self, rows):
        # A page made between this moment and the stamp may be from before it was due.
        now = time.time()
        stamps = [row[1:] for row in rows if row[1] is not None]
        for key, topic, due_at in stamps:
            if key not in self._seen:
                self._raise(topic)
                if due_at is not None and (due := _seconds(due_at)) > now:
                    heapq.heappush(self._due, (due, topic))
        if connection.vendor == "postgresql":
            self._seen = {key for key, *_ in stamps}
            self._since = rows[0][0]
        else:
            self._since = max((key for key, *_ in stamps), default=self._since)


def _seconds(moment):
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return moment.timestamp()
