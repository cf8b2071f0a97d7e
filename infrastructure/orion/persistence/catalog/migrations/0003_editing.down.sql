DROP TRIGGER catalog_categories_tell_of_end;
DROP TRIGGER catalog_products_tell_of_end;
ALTER TABLE catalog_availability DROP COLUMN ordered;
