DROP TRIGGER catalog_availability_tells ON catalog_availability;
DROP TRIGGER catalog_categories_tell ON catalog_categories;
DROP TRIGGER catalog_products_tell ON catalog_products;
DROP FUNCTION catalog_tell_of_availability();
DROP FUNCTION catalog_tell_of_category();
DROP FUNCTION catalog_tell_of_product();
DROP TABLE catalog_changes;
