DROP TABLE carts_items;
DROP TABLE carts_carts;
