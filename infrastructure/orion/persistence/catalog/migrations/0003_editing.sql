-- Whether an order ever took some. Of what was noted before, and by older programs, nobody knows: it counts as ordered.
ALTER TABLE catalog_availability ADD COLUMN ordered INTEGER NOT NULL DEFAULT 1 CHECK (ordered IN (0, 1));

CREATE TRIGGER catalog_products_tell_of_end AFTER DELETE ON catalog_products
BEGIN INSERT INTO catalog_changes (product_id, lists, categories) VALUES (old.id, 1, 1); END;
CREATE TRIGGER catalog_categories_tell_of_end AFTER DELETE ON catalog_categories
BEGIN INSERT INTO catalog_changes (product_id, lists, categories) VALUES (NULL, 1, 1); END;
