-- oldest: 2
-- Nothing: a guest's. A user has one cart that is open; what he ordered, and guests' carts that went into his, stay a while.
ALTER TABLE carts_carts ADD COLUMN owner_id TEXT;
ALTER TABLE carts_carts ADD COLUMN state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ordered', 'merged'));
CREATE UNIQUE INDEX carts_carts__owner_id_key ON carts_carts (owner_id) WHERE owner_id IS NOT NULL AND state = 'open';
CREATE INDEX carts_carts_owner ON carts_carts (owner_id) WHERE owner_id IS NOT NULL;
