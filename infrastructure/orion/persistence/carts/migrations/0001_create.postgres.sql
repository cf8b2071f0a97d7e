CREATE TABLE carts_carts (
    id text COLLATE "C" CONSTRAINT carts_carts__id_key PRIMARY KEY,
    currency text NOT NULL CHECK (length(currency) = 3),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    version bigint NOT NULL CHECK (version >= 1)
);
CREATE INDEX carts_carts_idle ON carts_carts (updated_at, id);

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
