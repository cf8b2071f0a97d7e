DROP INDEX carts_carts_owner;
DROP INDEX carts_carts__owner_id_key;
-- Their owners could not get at them any more, and nobody else may.
DELETE FROM carts_carts WHERE owner_id IS NOT NULL;
ALTER TABLE carts_carts DROP COLUMN state;
ALTER TABLE carts_carts DROP COLUMN owner_id;
