CREATE TABLE carts_carts (
    id TEXT NOT NULL PRIMARY KEY,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX carts_carts_idle ON carts_carts (updated_at, id);

-- Title and price are what the shopper last saw, in the cart's currency. Items are shown in the order of `position`.
CREATE TABLE carts_items (
    cart_id TEXT NOT NULL REFERENCES carts_carts (id) ON DELETE CASCADE,
    sku TEXT NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
    position INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    product_id TEXT NOT NULL,
    title TEXT NOT NULL,
    unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
    PRIMARY KEY (cart_id, sku)
) STRICT, WITHOUT ROWID;
