DROP TABLE inventory_reservation_lines;
DROP TABLE inventory_reservations;
DROP TABLE inventory_movements;
DROP FUNCTION inventory_ledger_is_append_only();
DROP TABLE inventory_stock;
