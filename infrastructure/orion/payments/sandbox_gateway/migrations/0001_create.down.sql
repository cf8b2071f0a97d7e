DROP TABLE reversals;
DROP TABLE charges;
