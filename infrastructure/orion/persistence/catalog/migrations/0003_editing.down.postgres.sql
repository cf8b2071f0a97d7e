DROP TRIGGER catalog_categories_tell_of_end ON catalog_categories;
DROP TRIGGER catalog_products_tell_of_end ON catalog_products;
DROP FUNCTION catalog_tell_of_products_end();
ALTER TABLE catalog_availability DROP COLUMN ordered;
