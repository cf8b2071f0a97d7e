-- oldest: 1
-- Of a key's text only a hash is kept.
CREATE TABLE identity_api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    scopes TEXT NOT NULL CHECK (scopes <> ''), -- names, separated by blanks
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER
) STRICT, WITHOUT ROWID;
