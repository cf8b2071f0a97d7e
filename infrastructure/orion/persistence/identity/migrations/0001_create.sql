CREATE TABLE identity_users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    phone TEXT,
    locale TEXT,
    role TEXT NOT NULL CHECK (role IN ('customer', 'staff', 'manager', 'admin')),
    password_hash TEXT NOT NULL CHECK (password_hash <> ''),
    email_verified INTEGER NOT NULL CHECK (email_verified IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    account_version INTEGER NOT NULL CHECK (account_version >= 1),
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= account_version)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_users_role ON identity_users (role, id);

CREATE TABLE identity_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES identity_users (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL CHECK (last_used_at >= created_at),
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_sessions_user ON identity_sessions (user_id, last_used_at, id);
CREATE INDEX identity_sessions_over ON identity_sessions (coalesce(ended_at, expires_at));

-- Every token that a session ever had, so that one that comes back is recognised. What hashes to it is nowhere kept.
CREATE TABLE identity_refresh_tokens (
    hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    session_id TEXT NOT NULL REFERENCES identity_sessions (id) ON DELETE CASCADE,
    used_at INTEGER,
    seed TEXT,
    CHECK ((used_at IS NULL) = (seed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_refresh_tokens_session ON identity_refresh_tokens (session_id);

-- Who asks for an address that nobody has gets one too: its user does not exist.
CREATE TABLE identity_action_tokens (
    hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64),
    user_id TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_action_tokens_user ON identity_action_tokens (user_id, purpose);
CREATE INDEX identity_action_tokens_over ON identity_action_tokens (expires_at);

CREATE TABLE identity_addresses (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES identity_users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    line1 TEXT NOT NULL,
    line2 TEXT,
    city TEXT NOT NULL,
    region TEXT,
    postcode TEXT NOT NULL,
    country TEXT NOT NULL CHECK (length(country) = 2)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_addresses_user ON identity_addresses (user_id, id);

-- The keys are hashes of what was typed: they name nobody.
CREATE TABLE identity_attempts (
    key TEXT NOT NULL PRIMARY KEY CHECK (length(key) = 64),
    failures INTEGER NOT NULL CHECK (failures >= 1),
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_attempts_age ON identity_attempts (last_at);
