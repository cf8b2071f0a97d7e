-- Title and price are what the shopper last saw, in the cart's currency. Items are shown in the order of `position`.
CREATE TABLE carts_items (
    cart_id text COLLATE "C" NOT NULL REFERENCES carts_carts (id) ON DELETE CASCADE,
    sku text COLLATE "C" NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
    position bigint NOT NULL,
    quantity bigint NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    product_id text COLLATE "C" NOT NULL,
    title text NOT NULL,
    unit_price bigint NOT NULL CHECK (unit_price >= 0),
    CONSTRAINT carts_items__cart_id__sku_key PRIMARY KEY (cart_id, sku)
);
INSERT INTO carts_items (cart_id, position, sku, quantity, product_id, title, unit_price)
SELECT c.id, CAST(r.value ->> 0 AS bigint), r.value ->> 1, CAST(r.value ->> 2 AS bigint), r.value ->> 3, r.value ->> 4,
    CAST(r.value ->> 5 AS bigint)
FROM carts_carts c, jsonb_array_elements(CAST(c.items AS jsonb)) AS r(value);
ALTER TABLE carts_carts DROP COLUMN items;
