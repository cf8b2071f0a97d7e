-- What is no longer as it was, for those who remember it. Written by triggers, so that no writer can forget it.
CREATE TABLE catalog_changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    product_id TEXT,
    lists INTEGER NOT NULL CHECK (lists IN (0, 1)),
    categories INTEGER NOT NULL CHECK (categories IN (0, 1)),
    at INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
) STRICT;
CREATE INDEX catalog_changes_by_age ON catalog_changes (at, number);

CREATE TRIGGER catalog_products_tell_of_birth AFTER INSERT ON catalog_products
BEGIN INSERT INTO catalog_changes (product_id, lists, categories) VALUES (new.id, 1, 1); END;
CREATE TRIGGER catalog_products_tell_of_change AFTER UPDATE ON catalog_products
BEGIN INSERT INTO catalog_changes (product_id, lists, categories) VALUES (new.id, 1, 1); END;

CREATE TRIGGER catalog_categories_tell_of_birth AFTER INSERT ON catalog_categories
BEGIN INSERT INTO catalog_changes (product_id, lists, categories) VALUES (NULL, 1, 1); END;
CREATE TRIGGER catalog_categories_tell_of_change AFTER UPDATE ON catalog_categories
BEGIN INSERT INTO catalog_changes (product_id, lists, categories) VALUES (NULL, 1, 1); END;

-- More than 999 are shown as 999. Which products are in stock changes when the last one goes or the first one comes.
CREATE TRIGGER catalog_availability_tells_of_birth AFTER INSERT ON catalog_availability WHEN new.available > 0
BEGIN
    INSERT INTO catalog_changes (product_id, lists, categories)
    SELECT product_id, 1, 0 FROM catalog_variants WHERE sku = new.sku;
END;
CREATE TRIGGER catalog_availability_tells_of_change AFTER UPDATE ON catalog_availability
WHEN min(max(new.available, 0), 999) <> min(max(old.available, 0), 999)
BEGIN
    INSERT INTO catalog_changes (product_id, lists, categories)
    SELECT product_id, (new.available > 0) <> (old.available > 0), 0 FROM catalog_variants WHERE sku = new.sku;
END;
