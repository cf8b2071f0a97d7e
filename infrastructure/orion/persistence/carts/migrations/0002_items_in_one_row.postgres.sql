-- A cart is read and written as a whole: [[position, SKU, quantity, product, title, unit price], ...].
ALTER TABLE carts_carts ADD COLUMN items text NOT NULL DEFAULT '[]';
UPDATE carts_carts c SET items = kept.items FROM
    (SELECT cart_id, CAST(json_agg(json_build_array(position, sku, quantity, product_id, title, unit_price)) AS text) AS items
        FROM carts_items GROUP BY cart_id) kept
    WHERE kept.cart_id = c.id;
DROP TABLE carts_items;
