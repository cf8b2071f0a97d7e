DROP INDEX ordering_orders_customer_placed;
DROP INDEX ordering_orders_customer_total;
DROP INDEX ordering_orders_placed;
DROP INDEX ordering_orders_total;
DROP INDEX ordering_orders_email;
ALTER TABLE ordering_orders DROP COLUMN customer_id;
