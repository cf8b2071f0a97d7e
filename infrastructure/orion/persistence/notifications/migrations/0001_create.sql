-- Which mails went out; not to whom.
CREATE TABLE notifications_mails (
    message_id TEXT PRIMARY KEY,
    mail TEXT NOT NULL CHECK (mail IN ('welcome', 'verification', 'password_reset', 'password_changed')),
    sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notifications_mails_by_age ON notifications_mails (sent_at);
