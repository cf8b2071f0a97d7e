DROP TABLE ordering_answers;
DROP TABLE ordering_checkouts;
DROP TABLE ordering_history;
DROP TABLE ordering_lines;
DROP TABLE ordering_addresses;
DROP TABLE ordering_orders;
DROP TABLE ordering_number;
