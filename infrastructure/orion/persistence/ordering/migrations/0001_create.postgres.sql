CREATE SEQUENCE ordering_number START WITH 100001;

CREATE TABLE ordering_orders (
    id text COLLATE "C" CONSTRAINT ordering_orders__id_key PRIMARY KEY,
    number text COLLATE "C" NOT NULL CONSTRAINT ordering_orders__number_key UNIQUE,
    cart_id text COLLATE "C" NOT NULL CONSTRAINT ordering_orders__cart_id_key UNIQUE,
    status text NOT NULL CHECK (status IN ('pending', 'confirmed', 'shipped', 'delivered', 'failed', 'cancelled')),
    payment_status text NOT NULL CHECK (payment_status IN
        ('none', 'authorized', 'captured', 'partially_refunded', 'refunded', 'voided', 'failed')),
    fulfilment_status text NOT NULL CHECK (fulfilment_status IN ('unfulfilled', 'partial', 'fulfilled')),
    failure_reason text CHECK (failure_reason IN
        ('out_of_stock', 'payment_declined', 'payment_unavailable', 'timed_out')),
    currency text NOT NULL CHECK (length(currency) = 3),
    subtotal bigint NOT NULL CHECK (subtotal >= 0),
    discount_total bigint NOT NULL CHECK (discount_total BETWEEN 0 AND subtotal),
    tax_total bigint NOT NULL CHECK (tax_total >= 0),
    shipping_total bigint NOT NULL CHECK (shipping_total >= 0),
    total bigint NOT NULL CHECK (total = subtotal - discount_total + tax_total + shipping_total),
    email text NOT NULL,
    placed_at bigint NOT NULL,
    updated_at bigint NOT NULL CHECK (updated_at >= placed_at),
    version bigint NOT NULL CHECK (version >= 1),
    CHECK ((status = 'failed') = (failure_reason IS NOT NULL))
) WITH (fillfactor = 85);

-- The second line behind the aggregate's own table.
CREATE FUNCTION ordering_order_goes_its_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an order does not go this way' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER ordering_orders_life BEFORE UPDATE OF status ON ordering_orders FOR EACH ROW
WHEN (NEW.status <> OLD.status AND NOT (
    (OLD.status = 'pending' AND NEW.status IN ('confirmed', 'failed', 'cancelled')) OR
    (OLD.status = 'confirmed' AND NEW.status IN ('shipped', 'cancelled')) OR
    (OLD.status = 'shipped' AND NEW.status = 'delivered')))
EXECUTE FUNCTION ordering_order_goes_its_way();

CREATE TABLE ordering_addresses (
    order_id text COLLATE "C" NOT NULL REFERENCES ordering_orders (id),
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('shipping', 'billing')),
    name text NOT NULL,
    line1 text NOT NULL,
    line2 text,
    city text NOT NULL,
    region text,
    postcode text NOT NULL,
    country text NOT NULL CHECK (length(country) = 2),
    CONSTRAINT ordering_addresses__order_id__kind_key PRIMARY KEY (order_id, kind)
);

CREATE TABLE ordering_lines (
    order_id text COLLATE "C" NOT NULL REFERENCES ordering_orders (id),
    position bigint NOT NULL CHECK (position >= 0),
    sku text COLLATE "C" NOT NULL,
    title text NOT NULL,
    quantity bigint NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    unit_price bigint NOT NULL CHECK (unit_price >= 0),
    line_total bigint NOT NULL CHECK (line_total = unit_price * quantity),
    CONSTRAINT ordering_lines__order_id__position_key PRIMARY KEY (order_id, position)
);

CREATE TABLE ordering_history (
    order_id text COLLATE "C" NOT NULL REFERENCES ordering_orders (id),
    version bigint NOT NULL CHECK (version >= 1),
    at bigint NOT NULL,
    from_status text,
    to_status text NOT NULL,
    payment_status text NOT NULL,
    by text NOT NULL,
    reason text,
    detail text,
    CONSTRAINT ordering_history__order_id__version_key PRIMARY KEY (order_id, version),
    CHECK ((version = 1) = (from_status IS NULL))
);
CREATE FUNCTION ordering_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is neither changed nor removed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER ordering_history_stays BEFORE UPDATE OR DELETE ON ordering_history
    FOR EACH ROW EXECUTE FUNCTION ordering_history_stays();
CREATE TRIGGER ordering_history_stays_whole BEFORE TRUNCATE ON ordering_history
    FOR EACH STATEMENT EXECUTE FUNCTION ordering_history_stays();

CREATE TABLE ordering_checkouts (
    order_id text COLLATE "C" CONSTRAINT ordering_checkouts__order_id_key PRIMARY KEY REFERENCES ordering_orders (id),
    state text NOT NULL CHECK (state IN
        ('reserving', 'paying', 'confirming', 'reversing_payment', 'returning_stock', 'done')),
    ending text NOT NULL CHECK (ending IN
        ('confirmed', 'out_of_stock', 'payment_declined', 'payment_unavailable', 'timed_out', 'cancelled')),
    attempt bigint NOT NULL CHECK (attempt >= 1),
    step_deadline bigint,
    deadline bigint NOT NULL,
    wakes_at bigint,
    parked bigint NOT NULL CHECK (parked IN (0, 1)),
    payment_token text CHECK (payment_token IS NULL OR state IN ('reserving', 'paying')),
    version bigint NOT NULL CHECK (version >= 1),
    CHECK ((state = 'done') = (step_deadline IS NULL)),
    CHECK ((state = 'done') = (wakes_at IS NULL))
) WITH (fillfactor = 85);
CREATE INDEX ordering_checkouts_overdue ON ordering_checkouts (wakes_at, order_id) WHERE wakes_at IS NOT NULL;
CREATE INDEX ordering_checkouts_parked ON ordering_checkouts (parked) WHERE parked = 1;

CREATE TABLE ordering_answers (
    scope text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint text NOT NULL,
    order_id text COLLATE "C" NOT NULL REFERENCES ordering_orders (id),
    created_at bigint NOT NULL,
    running_since bigint NOT NULL,
    status bigint,
    body text,
    CONSTRAINT ordering_answers__scope__key_key PRIMARY KEY (scope, key),
    CHECK ((status IS NULL) = (body IS NULL))
);
CREATE INDEX ordering_answers_age ON ordering_answers (created_at);
