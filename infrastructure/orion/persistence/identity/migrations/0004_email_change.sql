-- The address that becomes the account's when the token is shown.
ALTER TABLE identity_action_tokens ADD COLUMN email TEXT;
