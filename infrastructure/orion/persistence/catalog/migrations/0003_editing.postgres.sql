-- Whether an order ever took some. Of what was noted before, and by older programs, nobody knows: it counts as ordered.
ALTER TABLE catalog_availability ADD COLUMN ordered bigint NOT NULL DEFAULT 1 CHECK (ordered IN (0, 1));

CREATE FUNCTION catalog_tell_of_products_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalog_changes (product_id, lists, categories) VALUES (old.id, 1, 1);
    RETURN NULL;
END
$$;
CREATE TRIGGER catalog_products_tell_of_end AFTER DELETE ON catalog_products
    FOR EACH ROW EXECUTE FUNCTION catalog_tell_of_products_end();
CREATE TRIGGER catalog_categories_tell_of_end AFTER DELETE ON catalog_categories
    FOR EACH ROW EXECUTE FUNCTION catalog_tell_of_category();
