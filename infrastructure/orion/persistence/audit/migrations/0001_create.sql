CREATE TABLE audit_entries (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
    message_id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    act TEXT NOT NULL CHECK (act <> ''),
    subject TEXT NOT NULL,
    address TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    before TEXT NOT NULL, -- JSON
    after TEXT NOT NULL,
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_entries_stay_as_they_are BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- INSERT OR REPLACE removes rows without a word.
CREATE TRIGGER audit_entries_are_added_at_the_end BEFORE INSERT ON audit_entries
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entries)
    OR EXISTS (SELECT 1 FROM audit_entries WHERE message_id = NEW.message_id)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
