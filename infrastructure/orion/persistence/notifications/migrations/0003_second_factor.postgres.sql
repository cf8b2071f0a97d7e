-- oldest: 2
ALTER TABLE notifications_mails DROP CONSTRAINT notifications_mails_mail_check;
ALTER TABLE notifications_mails ADD CONSTRAINT notifications_mails_mail_check CHECK (mail IN ('welcome', 'verification', 'password_reset', 'password_changed', 'email_change', 'second_factor_added', 'second_factor_removed'));
