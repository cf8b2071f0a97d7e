CREATE TABLE catalog_categories (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    parent_id TEXT REFERENCES catalog_categories (id) CHECK (parent_id <> id),
    version INTEGER NOT NULL CHECK (version >= 1)
) STRICT;
CREATE INDEX catalog_categories_by_parent ON catalog_categories (parent_id, name, slug);

-- Every category with each category above it, and with itself at distance 0.
CREATE TABLE catalog_category_ancestors (
    category_id TEXT NOT NULL REFERENCES catalog_categories (id),
    ancestor_id TEXT NOT NULL REFERENCES catalog_categories (id),
    distance INTEGER NOT NULL CHECK (distance >= 0),
    PRIMARY KEY (category_id, ancestor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX catalog_category_ancestors_below ON catalog_category_ancestors (ancestor_id, category_id, distance);

-- `listed` and `lowest_price` follow from status and variants; lists are sorted and filtered by them.
CREATE TABLE catalog_products (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL COLLATE NOCASE,
    description TEXT NOT NULL,
    image_urls TEXT NOT NULL,
    attributes TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    listed INTEGER NOT NULL CHECK (listed = 0 OR (listed = 1 AND status = 'active')),
    lowest_price INTEGER NOT NULL CHECK (lowest_price >= 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1)
) STRICT;
CREATE INDEX catalog_products_by_age ON catalog_products (created_at, id) WHERE listed = 1;
CREATE INDEX catalog_products_by_title ON catalog_products (title, id) WHERE listed = 1;
CREATE INDEX catalog_products_by_price ON catalog_products (lowest_price, id) WHERE listed = 1;

CREATE TABLE catalog_product_categories (
    product_id TEXT NOT NULL REFERENCES catalog_products (id),
    position INTEGER NOT NULL,
    category_id TEXT NOT NULL REFERENCES catalog_categories (id),
    PRIMARY KEY (product_id, position),
    UNIQUE (category_id, product_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE catalog_variants (
    sku TEXT NOT NULL PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES catalog_products (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    options TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price BETWEEN 1 AND 1000000000000),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    for_sale INTEGER NOT NULL CHECK (for_sale IN (0, 1))
) STRICT;
CREATE INDEX catalog_variants_by_product ON catalog_variants (product_id, position);

-- Which price held since when. Rows are only ever added.
CREATE TABLE catalog_price_history (
    number INTEGER PRIMARY KEY,
    sku TEXT NOT NULL,
    product_id TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price BETWEEN 1 AND 1000000000000),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX catalog_price_history_by_sku ON catalog_price_history (sku, since);
CREATE TRIGGER catalog_price_history_is_never_changed BEFORE UPDATE ON catalog_price_history
BEGIN SELECT raise(ABORT, 'the price history is only added to'); END;
CREATE TRIGGER catalog_price_history_is_never_deleted BEFORE DELETE ON catalog_price_history
BEGIN SELECT raise(ABORT, 'the price history is only added to'); END;

-- What inventory last said; `version` orders its messages.
CREATE TABLE catalog_availability (
    sku TEXT NOT NULL PRIMARY KEY,
    available INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Words of every product; rowid is catalog_products.number.
CREATE VIRTUAL TABLE catalog_search USING fts5 (
    title, description, skus, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
