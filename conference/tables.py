"""The tables. Events live in the settings; rows name them by key. Moments are UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)


class Utc(TypeDecorator[datetime]):
    """An aware moment. SQLite keeps no zone, so it is stored as UTC and comes back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moments in the database need a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_Id = BigInteger().with_variant(Integer(), "sqlite")


def _table(name: str, *columns: Any) -> Table:
    # AUTOINCREMENT: the ledger outlives an erased person, so an id must never name somebody else later.
    return Table(name, metadata, Column("id", _Id, primary_key=True), *columns, sqlite_autoincrement=True)


people = _table(
    "people",  # somebody we can reach; an erased person leaves an empty row behind its number
    Column("language", String(8), nullable=False),
    Column("chat_id", BigInteger, unique=True),
    Column("email", String(254)),
    Column("wants", String(8), nullable=False, server_default="both"),
    Column("telegram_unreachable_since", Utc),
    Column("email_unreachable_since", Utc),
    Column("opted_out_at", Utc),
    Column("created_at", Utc, nullable=False),
    Column("expects", JSON(none_as_null=True)),  # what their next message is for, see conference.expecting
    Column("erased_at", Utc),
)

drafts = _table(
    "drafts",  # an unfinished registration, from the first look at the event on
    Column("person_id", _Id, ForeignKey("people.id"), nullable=False),
    Column("event", String(24), nullable=False),
    Column("position", String(32), nullable=False),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("answers", JSON, nullable=False),
    Column("pending", JSON),
    Column("consent_version", String(64)),
    Column("consented_at", Utc),
    Column("filled_by", _Id, ForeignKey("people.id")),  # a colleague, who registers this person
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    UniqueConstraint("person_id", "event"),
    Index("ix_drafts_event", "event"),
    Index("ix_drafts_filled_by", "filled_by"),
)

registrations = _table(
    "registrations",  # a finished one
    Column("person_id", _Id, ForeignKey("people.id"), nullable=False),
    Column("event", String(24), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("status", String(12), nullable=False),
    Column("attendance", String(12), nullable=False, server_default="unanswered"),
    Column("calendar_sequence", Integer, nullable=False, server_default="0"),
    Column("consent_version", String(64), nullable=False),
    Column("consented_at", Utc, nullable=False),
    Column("registered_by", _Id, ForeignKey("people.id")),
    Column("source", String(64)),  # where it was imported from, with the consent that was given there
    Column("registered_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
    UniqueConstraint("event", "person_id"),
    Index("ix_registrations_person_id", "person_id"),
    Index("ix_registrations_registered_by", "registered_by"),
    CheckConstraint("status IN ('registered', 'waiting', 'cancelled')", name="status"),
    CheckConstraint("attendance IN ('unanswered', 'coming', 'not_coming', 'attended')", name="attendance"),
)

notices = _table(
    "notices",  # something to be said; `key` names it once for ever: a rule, or one version of one registration
    Column("event", String(24), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(64), nullable=False),
    Column("author_id", _Id, ForeignKey("people.id")),
    Column("body", JSON),
    Column("audience", JSON),
    Column("created_at", Utc, nullable=False),
    Column("useless_after", Utc),
    Column("about_id", _Id, ForeignKey("notices.id")),  # the announcement or the question that this follows up
    Column("state", String(12)),  # of what organisers announce, see conference.announcements.announcement
    Column("starts_at", Utc),  # when a planned one begins
    Column("queued_at", Utc),  # when the last of its audience was in the ledger
    Column("unsettled", Integer, nullable=False, server_default="0"),  # changes that its rows have yet to follow
    Column("progress", JSON(none_as_null=True)),  # the message in the organiser's chat that shows how far it is
    UniqueConstraint("event", "kind", "key"),
    Index(
        "ix_notices_state", "state", sqlite_where=text("state IS NOT NULL"), postgresql_where=text("state IS NOT NULL")
    ),
)

attachments = _table(
    "attachments",  # what an announcement carries, for e-mail: in Telegram it is a file id
    Column("notice_id", _Id, ForeignKey("notices.id"), nullable=False),
    Column("language", String(8), nullable=False),
    Column("name", String(255), nullable=False),
    Column("media_type", String(127), nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("notice_id", "language"),
)

deliveries = _table(
    "deliveries",  # the ledger: one notice, one person, one channel, for ever
    Column("notice_id", _Id, ForeignKey("notices.id"), nullable=False),
    Column("person_id", _Id, ForeignKey("people.id"), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("status", String(12), nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("parts_sent", Integer, nullable=False, server_default="0"),
    Column("owner", String(36)),
    Column("leased_until", Utc),
    Column("external_id", String(128)),
    Column("reason", String(200)),
    Column("created_at", Utc, nullable=False),
    Column("finished_at", Utc),
    UniqueConstraint("notice_id", "person_id", "channel"),
    CheckConstraint(
        "status IN ('waiting', 'scheduled', 'held', 'sending', 'sent', 'uncertain', 'dead', 'missed', 'withdrawn')",
        name="status",
    ),
    # Partial, so that a claim costs the same at any backlog and with any history.
    *(
        Index(
            f"ix_deliveries_{status}",
            *columns,
            sqlite_where=text(f"status = '{status}'"),
            postgresql_where=text(f"status = '{status}'"),
        )
        for status, columns in {
            "waiting": ("channel", "priority", "due_at", "id"),
            "scheduled": ("due_at",),
            "sending": ("leased_until",),
        }.items()
    ),
    Index("ix_deliveries_person_id", "person_id"),
)

organisers = _table(
    "organisers",
    Column("person_id", _Id, ForeignKey("people.id"), nullable=False),
    Column("event", String(24), nullable=False),
    Column("role", String(12), nullable=False),
    Column("since", Utc, nullable=False),
    UniqueConstraint("person_id", "event"),
)

invites = _table(
    "invites",  # one-time links; only a hash of the secret is kept
    Column("event", String(24), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("registration_id", _Id, ForeignKey("registrations.id")),
    Column("invited_by", _Id, ForeignKey("people.id")),
    Column("valid_until", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", _Id, ForeignKey("people.id")),
)

audit = _table(
    "audit",  # what organisers did; ids only
    Column("at", Utc, nullable=False),
    Column("person_id", _Id, ForeignKey("people.id")),
    Column("event", String(24), nullable=False),
    Column("action", String(32), nullable=False),
    Column("details", JSON, nullable=False),
)

questions = _table(
    "questions",  # from people to organisers, and the answers back
    Column("person_id", _Id, ForeignKey("people.id"), nullable=False),  # who asks, in an answer too
    Column("event", String(24), nullable=False),
    Column("in_reply_to", _Id, ForeignKey("questions.id")),
    Column("from_organiser", Boolean, nullable=False),
    Column("body", String(4096), nullable=False),
    Column("answered_by", _Id, ForeignKey("people.id")),  # the organiser whose answer it is
    Column("asked_at", Utc, nullable=False),
    Index("ix_questions_event", "event"),
    Index("ix_questions_person_id", "person_id"),
)

event_facts = Table(
    "event_facts",  # what registrants were told last of an event, to see what has changed in the settings
    metadata,
    Column("event", String(24), primary_key=True),
    Column("facts", JSON, nullable=False),
    Column("seen", String(64), nullable=False),  # a digest of the facts as the settings had them last
    Column("since", Utc, nullable=False),  # when that was seen first
    Column("revision", Integer, nullable=False, server_default="0"),  # how often they have changed
)

seen_updates = Table(
    "seen_updates",  # Telegram repeats an update that a crash left unconfirmed; its effects must not be repeated
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("seen_at", Utc, nullable=False),
    Index("ix_seen_updates_seen_at", "seen_at"),
)

statistics = Table(
    "statistics",  # what is left of an event after its personal data are erased: counts
    metadata,
    Column("event", String(24), primary_key=True),
    Column("measure", String(80), primary_key=True),
    Column("count", Integer, nullable=False),
)

leases = Table(
    "leases",  # what one of several processes holds for a while: the lead, and its place among the living
    metadata,
    Column("name", String(48), primary_key=True),
    Column("owner", String(36), nullable=False),
    Column("until", Utc, nullable=False),
)

service_state = Table(
    "service_state",  # what is true of the service as a whole: that it is paused and why, when it was started
    metadata,
    Column("key", String(16), primary_key=True),
    Column("value", String(64), nullable=False),
    Column("since", Utc, nullable=False),
)
