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
INSERT INTO carts_items (cart_id, position, sku, quantity, product_id, title, unit_price)
SELECT c.id, r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5
FROM carts_carts c, json_each(c.items) r;
ALTER TABLE carts_carts DROP COLUMN items;
