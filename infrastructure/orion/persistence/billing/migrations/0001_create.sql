CREATE TABLE billing_payments (
    order_id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL UNIQUE,
    amount INTEGER CHECK (amount >= 0),
    currency TEXT CHECK (length(currency) = 3),
    status TEXT NOT NULL CHECK (status IN ('requested', 'captured', 'declined', 'unavailable', 'reversing',
                                           'nothing_taken', 'voided', 'refunded')),
    requested_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    CHECK ((amount IS NULL) = (currency IS NULL)),
    -- Only a payment that was withdrawn before it was asked for has no amount.
    CHECK (amount IS NOT NULL OR status IN ('reversing', 'nothing_taken', 'voided', 'refunded'))
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_payments_awaiting ON billing_payments (requested_at) WHERE status = 'requested';
