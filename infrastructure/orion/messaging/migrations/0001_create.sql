CREATE TABLE messaging_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL CHECK (type <> ''),
    version INTEGER NOT NULL CHECK (version > 0),
    occurred_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    causation_id TEXT NOT NULL,
    traceparent TEXT NOT NULL,
    body TEXT NOT NULL,
    sent_at INTEGER
) STRICT;
CREATE INDEX messaging_outbox_unsent ON messaging_outbox (seq) WHERE sent_at IS NULL;
CREATE INDEX messaging_outbox_sent ON messaging_outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE messaging_inbox (
    consumer TEXT NOT NULL,
    message_id TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (consumer, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX messaging_inbox_age ON messaging_inbox (accepted_at);

-- One row per consumer and message, gone when it is handled. Only the oldest message of a subject is ready: its
-- ready_at is set when nothing older is left, and lies in the future while somebody holds it or it waits for a retry.
CREATE TABLE messaging_queue (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    consumer TEXT NOT NULL,
    message_id TEXT NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    causation_id TEXT NOT NULL,
    traceparent TEXT NOT NULL,
    body TEXT NOT NULL,
    ready_at INTEGER,
    attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    history TEXT NOT NULL DEFAULT '',
    UNIQUE (consumer, message_id)
) STRICT;
CREATE INDEX messaging_queue_ready ON messaging_queue (consumer, ready_at) WHERE ready_at IS NOT NULL;
CREATE INDEX messaging_queue_order ON messaging_queue (consumer, subject, seq);

CREATE TABLE messaging_dead_letters (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    consumer TEXT NOT NULL,
    message_id TEXT NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    causation_id TEXT NOT NULL,
    traceparent TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    reason TEXT NOT NULL,
    died_at INTEGER NOT NULL,
    history TEXT NOT NULL,
    UNIQUE (consumer, message_id)
) STRICT;
