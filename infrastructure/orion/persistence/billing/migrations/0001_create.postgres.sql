CREATE TABLE billing_payments (
    order_id text COLLATE "C" CONSTRAINT billing_payments__order_id_key PRIMARY KEY,
    payment_id text COLLATE "C" NOT NULL CONSTRAINT billing_payments__payment_id_key UNIQUE,
    amount bigint CHECK (amount >= 0),
    currency text CHECK (length(currency) = 3),
    status text NOT NULL CHECK (status IN ('requested', 'captured', 'declined', 'unavailable', 'reversing',
                                           'nothing_taken', 'voided', 'refunded')),
    requested_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    CHECK ((amount IS NULL) = (currency IS NULL)),
    -- Only a payment that was withdrawn before it was asked for has no amount.
    CHECK (amount IS NOT NULL OR status IN ('reversing', 'nothing_taken', 'voided', 'refunded'))
);
CREATE INDEX billing_payments_awaiting ON billing_payments (requested_at) WHERE status = 'requested';
