-- oldest: 2
CREATE TABLE notifications_mails_new (
    message_id TEXT PRIMARY KEY,
    mail TEXT NOT NULL CHECK (mail IN ('welcome', 'verification', 'password_reset', 'password_changed', 'email_change', 'second_factor_added', 'second_factor_removed')),
    sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO notifications_mails_new SELECT message_id, mail, sent_at FROM notifications_mails;
DROP TABLE notifications_mails;
ALTER TABLE notifications_mails_new RENAME TO notifications_mails;
CREATE INDEX notifications_mails_by_age ON notifications_mails (sent_at);
