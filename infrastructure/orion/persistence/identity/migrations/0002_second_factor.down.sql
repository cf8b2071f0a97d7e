ALTER TABLE identity_users DROP COLUMN recovery_codes;
ALTER TABLE identity_users DROP COLUMN second_factor_step;
ALTER TABLE identity_users DROP COLUMN second_factor_since;
ALTER TABLE identity_users DROP COLUMN second_factor;
