ALTER TABLE ordering_orders ADD COLUMN customer_id text COLLATE "C";

-- For lists of one customer's and of everybody's orders, in both orders that they can be asked for.
CREATE INDEX ordering_orders_customer_placed ON ordering_orders (customer_id, placed_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX ordering_orders_customer_total ON ordering_orders (customer_id, total, id) WHERE customer_id IS NOT NULL;
CREATE INDEX ordering_orders_placed ON ordering_orders (placed_at, id);
CREATE INDEX ordering_orders_total ON ordering_orders (total, id);
CREATE INDEX ordering_orders_email ON ordering_orders (lower(email COLLATE "C"), placed_at, id);
