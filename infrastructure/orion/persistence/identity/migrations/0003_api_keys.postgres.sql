-- oldest: 1
-- Of a key's text only a hash is kept.
CREATE TABLE identity_api_keys (
    id text COLLATE "C" CONSTRAINT identity_api_keys__id_key PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
    scopes text NOT NULL CHECK (scopes <> ''), -- names, separated by blanks
    created_at bigint NOT NULL,
    expires_at bigint,
    last_used_at bigint
) WITH (fillfactor = 85);
