-- A cart is read and written as a whole: [[position, SKU, quantity, product, title, unit price], ...].
ALTER TABLE carts_carts ADD COLUMN items TEXT NOT NULL DEFAULT '[]';
UPDATE carts_carts SET items = (SELECT json_group_array(json_array(position, sku, quantity, product_id, title, unit_price))
    FROM carts_items WHERE cart_id = carts_carts.id);
DROP TABLE carts_items;
