CREATE TABLE inventory_stock (
    sku TEXT NOT NULL PRIMARY KEY CHECK (length(sku) BETWEEN 1 AND 64),
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    reserved INTEGER NOT NULL CHECK (reserved >= 0),
    low_stock_threshold INTEGER NOT NULL CHECK (low_stock_threshold >= 0),
    version INTEGER NOT NULL CHECK (version >= 0),
    CONSTRAINT reserved_is_on_hand CHECK (reserved <= on_hand)
) STRICT, WITHOUT ROWID;

-- Append-only. For every SKU the sums of the differences are its stock.
CREATE TABLE inventory_movements (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    sku TEXT NOT NULL REFERENCES inventory_stock (sku),
    kind TEXT NOT NULL
        CHECK (kind IN ('receipt', 'adjustment', 'reservation', 'release', 'expiry', 'sale', 'restock')),
    delta_on_hand INTEGER NOT NULL,
    delta_reserved INTEGER NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    document TEXT NOT NULL,
    order_id TEXT,
    at INTEGER NOT NULL,
    CHECK (delta_on_hand <> 0 OR delta_reserved <> 0)
) STRICT;
CREATE UNIQUE INDEX inventory_movements_receipt ON inventory_movements (sku, document) WHERE kind = 'receipt';
CREATE TRIGGER inventory_movements_stay BEFORE DELETE ON inventory_movements
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER inventory_movements_stay_as_they_are BEFORE UPDATE ON inventory_movements
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TABLE inventory_reservations (
    order_id TEXT NOT NULL PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('held', 'consumed', 'released', 'restocked', 'refused')),
    short_of TEXT NOT NULL, -- SKUs, separated by blanks
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inventory_reservations_due ON inventory_reservations (expires_at) WHERE status = 'held';

CREATE TABLE inventory_reservation_lines (
    order_id TEXT NOT NULL REFERENCES inventory_reservations (order_id),
    sku TEXT NOT NULL REFERENCES inventory_stock (sku),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, sku)
) STRICT, WITHOUT ROWID;
