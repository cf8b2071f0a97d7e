DELETE FROM notifications_mails WHERE mail IN ('second_factor_added', 'second_factor_removed');
ALTER TABLE notifications_mails DROP CONSTRAINT notifications_mails_mail_check;
ALTER TABLE notifications_mails ADD CONSTRAINT notifications_mails_mail_check CHECK (mail IN ('welcome', 'verification', 'password_reset', 'password_changed', 'email_change'));
