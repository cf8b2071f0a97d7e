-- The secret is sealed; without a time it was never confirmed. Of recovery codes, hashes with blanks between.
ALTER TABLE identity_users
    ADD COLUMN second_factor text,
    ADD COLUMN second_factor_since bigint,
    ADD COLUMN second_factor_step bigint NOT NULL DEFAULT 0,
    ADD COLUMN recovery_codes text NOT NULL DEFAULT '';
