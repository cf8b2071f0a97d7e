DROP TABLE inventory_reservation_lines;
DROP TABLE inventory_reservations;
DROP TRIGGER inventory_movements_stay;
DROP TRIGGER inventory_movements_stay_as_they_are;
DROP TABLE inventory_movements;
DROP TABLE inventory_stock;
