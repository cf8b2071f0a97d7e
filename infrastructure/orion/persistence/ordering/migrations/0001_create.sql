CREATE TABLE ordering_number (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    last INTEGER NOT NULL
) STRICT;
INSERT INTO ordering_number (only_row, last) VALUES (1, 100000);

CREATE TABLE ordering_orders (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    cart_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('pending', 'confirmed', 'shipped', 'delivered', 'failed', 'cancelled')),
    payment_status TEXT NOT NULL CHECK (payment_status IN
        ('none', 'authorized', 'captured', 'partially_refunded', 'refunded', 'voided', 'failed')),
    fulfilment_status TEXT NOT NULL CHECK (fulfilment_status IN ('unfulfilled', 'partial', 'fulfilled')),
    failure_reason TEXT CHECK (failure_reason IN
        ('out_of_stock', 'payment_declined', 'payment_unavailable', 'timed_out')),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    subtotal INTEGER NOT NULL CHECK (subtotal >= 0),
    discount_total INTEGER NOT NULL CHECK (discount_total BETWEEN 0 AND subtotal),
    tax_total INTEGER NOT NULL CHECK (tax_total >= 0),
    shipping_total INTEGER NOT NULL CHECK (shipping_total >= 0),
    total INTEGER NOT NULL CHECK (total = subtotal - discount_total + tax_total + shipping_total),
    email TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL CHECK (updated_at >= placed_at),
    version INTEGER NOT NULL CHECK (version >= 1),
    CHECK ((status = 'failed') = (failure_reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The second line behind the aggregate's own table.
CREATE TRIGGER ordering_orders_life BEFORE UPDATE OF status ON ordering_orders
WHEN NEW.status <> OLD.status AND NOT (
    (OLD.status = 'pending' AND NEW.status IN ('confirmed', 'failed', 'cancelled')) OR
    (OLD.status = 'confirmed' AND NEW.status IN ('shipped', 'cancelled')) OR
    (OLD.status = 'shipped' AND NEW.status = 'delivered'))
BEGIN
    SELECT RAISE(ABORT, 'an order does not go this way');
END;

CREATE TABLE ordering_addresses (
    order_id TEXT NOT NULL REFERENCES ordering_orders (id),
    kind TEXT NOT NULL CHECK (kind IN ('shipping', 'billing')),
    name TEXT NOT NULL,
    line1 TEXT NOT NULL,
    line2 TEXT,
    city TEXT NOT NULL,
    region TEXT,
    postcode TEXT NOT NULL,
    country TEXT NOT NULL CHECK (length(country) = 2),
    PRIMARY KEY (order_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE ordering_lines (
    order_id TEXT NOT NULL REFERENCES ordering_orders (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    sku TEXT NOT NULL,
    title TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
    line_total INTEGER NOT NULL CHECK (line_total = unit_price * quantity),
    PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE ordering_history (
    order_id TEXT NOT NULL REFERENCES ordering_orders (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    at INTEGER NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    payment_status TEXT NOT NULL,
    by TEXT NOT NULL,
    reason TEXT,
    detail TEXT,
    PRIMARY KEY (order_id, version),
    CHECK ((version = 1) = (from_status IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ordering_history_is_not_changed BEFORE UPDATE ON ordering_history
BEGIN
    SELECT RAISE(ABORT, 'history is not changed');
END;
CREATE TRIGGER ordering_history_is_not_removed BEFORE DELETE ON ordering_history
BEGIN
    SELECT RAISE(ABORT, 'history is not removed');
END;

CREATE TABLE ordering_checkouts (
    order_id TEXT PRIMARY KEY REFERENCES ordering_orders (id),
    state TEXT NOT NULL CHECK (state IN
        ('reserving', 'paying', 'confirming', 'reversing_payment', 'returning_stock', 'done')),
    ending TEXT NOT NULL CHECK (ending IN
        ('confirmed', 'out_of_stock', 'payment_declined', 'payment_unavailable', 'timed_out', 'cancelled')),
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    step_deadline INTEGER,
    deadline INTEGER NOT NULL,
    wakes_at INTEGER,
    parked INTEGER NOT NULL CHECK (parked IN (0, 1)),
    payment_token TEXT CHECK (payment_token IS NULL OR state IN ('reserving', 'paying')),
    version INTEGER NOT NULL CHECK (version >= 1),
    CHECK ((state = 'done') = (step_deadline IS NULL)),
    CHECK ((state = 'done') = (wakes_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX ordering_checkouts_overdue ON ordering_checkouts (wakes_at) WHERE wakes_at IS NOT NULL;
CREATE INDEX ordering_checkouts_parked ON ordering_checkouts (parked) WHERE parked = 1;

CREATE TABLE ordering_answers (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES ordering_orders (id),
    created_at INTEGER NOT NULL,
    running_since INTEGER NOT NULL,
    status INTEGER,
    body TEXT,
    PRIMARY KEY (scope, key),
    CHECK ((status IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX ordering_answers_age ON ordering_answers (created_at);
