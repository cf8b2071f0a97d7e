CREATE TABLE identity_users (
    id text COLLATE "C" CONSTRAINT identity_users__id_key PRIMARY KEY,
    email text NOT NULL,
    email_folded text COLLATE "C" NOT NULL CONSTRAINT identity_users__email_folded_key UNIQUE,
    name text NOT NULL CHECK (name <> ''),
    phone text,
    locale text,
    role text COLLATE "C" NOT NULL CHECK (role IN ('customer', 'staff', 'manager', 'admin')),
    password_hash text NOT NULL CHECK (password_hash <> ''),
    email_verified bigint NOT NULL CHECK (email_verified IN (0, 1)),
    state text NOT NULL CHECK (state IN ('active', 'disabled')),
    account_version bigint NOT NULL CHECK (account_version >= 1),
    created_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= account_version)
) WITH (fillfactor = 85);
CREATE INDEX identity_users_role ON identity_users (role, id);

CREATE TABLE identity_sessions (
    id text COLLATE "C" CONSTRAINT identity_sessions__id_key PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL REFERENCES identity_users (id) ON DELETE CASCADE,
    device text NOT NULL,
    address text NOT NULL,
    created_at bigint NOT NULL,
    last_used_at bigint NOT NULL CHECK (last_used_at >= created_at),
    expires_at bigint NOT NULL,
    ended_at bigint
) WITH (fillfactor = 85);
CREATE INDEX identity_sessions_user ON identity_sessions (user_id, last_used_at, id);
CREATE INDEX identity_sessions_over ON identity_sessions ((coalesce(ended_at, expires_at)));

-- Every token that a session ever had, so that one that comes back is recognised. What hashes to it is nowhere kept.
CREATE TABLE identity_refresh_tokens (
    hash text COLLATE "C" CONSTRAINT identity_refresh_tokens__hash_key PRIMARY KEY CHECK (length(hash) = 64),
    session_id text COLLATE "C" NOT NULL REFERENCES identity_sessions (id) ON DELETE CASCADE,
    used_at bigint,
    seed text,
    CHECK ((used_at IS NULL) = (seed IS NULL))
);
CREATE INDEX identity_refresh_tokens_session ON identity_refresh_tokens (session_id);

-- Who asks for an address that nobody has gets one too: its user does not exist.
CREATE TABLE identity_action_tokens (
    hash text COLLATE "C" CONSTRAINT identity_action_tokens__hash_key PRIMARY KEY CHECK (length(hash) = 64),
    user_id text COLLATE "C" NOT NULL,
    purpose text COLLATE "C" NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
    expires_at bigint NOT NULL
);
CREATE INDEX identity_action_tokens_user ON identity_action_tokens (user_id, purpose);
CREATE INDEX identity_action_tokens_over ON identity_action_tokens (expires_at);

CREATE TABLE identity_addresses (
    id text COLLATE "C" CONSTRAINT identity_addresses__id_key PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL REFERENCES identity_users (id) ON DELETE CASCADE,
    name text NOT NULL,
    line1 text NOT NULL,
    line2 text,
    city text NOT NULL,
    region text,
    postcode text NOT NULL,
    country text NOT NULL CHECK (length(country) = 2)
);
CREATE INDEX identity_addresses_user ON identity_addresses (user_id, id);

-- The keys are hashes of what was typed: they name nobody.
CREATE TABLE identity_attempts (
    key text COLLATE "C" CONSTRAINT identity_attempts__key_key PRIMARY KEY CHECK (length(key) = 64),
    failures bigint NOT NULL CHECK (failures >= 1),
    last_at bigint NOT NULL
) WITH (fillfactor = 85);
CREATE INDEX identity_attempts_age ON identity_attempts (last_at);
