-- The secret is sealed; without a time it was never confirmed. Of recovery codes, hashes with blanks between.
ALTER TABLE identity_users ADD COLUMN second_factor TEXT;
ALTER TABLE identity_users ADD COLUMN second_factor_since INTEGER;
ALTER TABLE identity_users ADD COLUMN second_factor_step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identity_users ADD COLUMN recovery_codes TEXT NOT NULL DEFAULT '';
