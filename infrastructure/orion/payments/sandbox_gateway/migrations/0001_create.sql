CREATE TABLE charges (
    key TEXT PRIMARY KEY,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    token TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('attempted', 'pending', 'captured', 'declined', 'voided', 'refunded')),
    attempts INTEGER NOT NULL CHECK (attempts > 0),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    due_at INTEGER,
    captured_at INTEGER,
    refunded_at INTEGER,
    CHECK ((captured_at IS NOT NULL) = (state IN ('captured', 'refunded'))),
    CHECK ((refunded_at IS NOT NULL) = (state = 'refunded'))
) STRICT, WITHOUT ROWID;

CREATE TABLE reversals (
    key TEXT PRIMARY KEY,
    result TEXT NOT NULL CHECK (result IN ('nothing_taken', 'voided', 'refunded')),
    attempts INTEGER NOT NULL CHECK (attempts > 0),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
