-- Which mails went out; not to whom.
CREATE TABLE notifications_mails (
    message_id text COLLATE "C" CONSTRAINT notifications_mails__message_id_key PRIMARY KEY,
    mail text NOT NULL CHECK (mail IN ('welcome', 'verification', 'password_reset', 'password_changed')),
    sent_at bigint NOT NULL
);
CREATE INDEX notifications_mails_by_age ON notifications_mails (sent_at);
