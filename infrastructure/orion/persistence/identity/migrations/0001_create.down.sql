DROP TABLE identity_attempts;
DROP TABLE identity_addresses;
DROP TABLE identity_action_tokens;
DROP TABLE identity_refresh_tokens;
DROP TABLE identity_sessions;
DROP TABLE identity_users;
