DELETE FROM identity_action_tokens WHERE email IS NOT NULL;
ALTER TABLE identity_action_tokens DROP COLUMN email;
