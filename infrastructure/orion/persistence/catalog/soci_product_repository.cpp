#include "orion/persistence/catalog/soci_product_repository.hpp"

#include "orion/persistence/catalog/json_text.hpp"
#include "orion/persistence/catalog/search_text.hpp"
#include "orion/persistence/json_rows.hpp"
#include "orion/persistence/json_rows_sql.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

using catalog::Product;
using catalog::Selling;

Instant instant_of(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::vector<catalog::Variant> variants_of(std::string_view json) {
    std::vector<catalog::Variant> variants;
    for (const auto& row : json_rows_from(json))
        variants.push_back({.sku = Sku::parse(row.text(1)).value(),
                            .title = row.text(2),
                            .options = detail::named_texts_from(row.text(3)),
                            .price = Money{row.integer(4), Currency::parse(row.text(5)).value()},
                            .selling = row.integer(6) == 1 ? Selling::yes : Selling::no});
    return variants;
}

std::vector<CategoryId> categories_of(std::string_view json) {
    std::vector<CategoryId> categories;
    for (const auto& row : json_rows_from(json)) categories.push_back(CategoryId::parse(row.text(1)).value());
    return categories;
}

constexpr detail::SqlPart select_product{
    "SELECT p.id, p.slug, p.title, p.description, p.image_urls, p.attributes, p.status, p.created_at, p.updated_at,"
    " p.version, (SELECT "};
constexpr detail::SqlPart with_categories{" FROM catalog_product_categories c WHERE c.product_id = p.id), (SELECT "};
constexpr detail::SqlPart from_products{" FROM catalog_variants v WHERE v.product_id = p.id) FROM catalog_products p "};

template <detail::SqlPart... Which>
constexpr Sql products = joined_sql<select_product, list, "c.position, c.category_id", list_end, with_categories, list,
                                    "v.position, v.sku, v.title, v.options, v.price, v.currency, v.for_sale", list_end,
                                    from_products, Which...>;

constexpr Sql product_by_id = products<"WHERE p.id = :1">;
constexpr Sql product_by_slug = products<"WHERE p.slug = :1">;
constexpr Sql products_owning =
    products<"WHERE p.id IN (SELECT o.product_id FROM catalog_variants o WHERE o.sku IN (SELECT r.value ->> 0 FROM",
             json_rows, ")) ORDER BY p.id">;

// A category that does not exist is left out, and missed in the count.
constexpr Sql add_categories = joined_sql<
    "INSERT INTO catalog_product_categories (product_id, position, category_id)"
    " SELECT :2, CAST(r.value ->> 0 AS bigint), c.id FROM",
    json_rows, "JOIN catalog_categories c ON c.id = r.value ->> 1">;

constexpr Sql add_variants = joined_sql<
    "INSERT INTO catalog_variants (sku, product_id, position, title, options, price, currency, for_sale)"
    " SELECT r.value ->> 0, :2, CAST(r.value ->> 1 AS bigint), r.value ->> 2, r.value ->> 3,"
    " CAST(r.value ->> 4 AS bigint), r.value ->> 5, CAST(r.value ->> 6 AS bigint) FROM",
    json_rows, "WHERE true ON CONFLICT (sku) DO NOTHING">;

constexpr Sql add_price_changes = joined_sql<
    "INSERT INTO catalog_price_history (sku, product_id, price, currency, since)"
    " SELECT r.value ->> 0, :2, CAST(r.value ->> 1 AS bigint), r.value ->> 2, CAST(r.value ->> 3 AS bigint) FROM",
    json_rows>;

using Text = std::string;
using ProductRow =
    std::tuple<Text, Text, Text, Text, Text, Text, Text, std::int64_t, std::int64_t, std::int64_t, Text, Text>;

Product product_of(const ProductRow& row) {
    const auto& [id, slug, title, description, image_urls, attributes, status, created_at, updated_at, version,
                 categories, variants] = row;
    return Product::restore({.id = ProductId::parse(id).value(),
                             .content = {.slug = catalog::Slug::parse(slug).value(),
                                         .title = title,
                                         .description = description,
                                         .categories = categories_of(categories),
                                         .image_urls = detail::texts_from(image_urls),
                                         .attributes = detail::named_texts_from(attributes),
                                         .variants = variants_of(variants)},
                             .status = catalog::parse_status(status).value(),
                             .created_at = instant_of(created_at),
                             .updated_at = instant_of(updated_at),
                             .version = version});
}

template <class... P>
std::vector<Product> find_products(Session& session, Sql which, const P&... params) {
    std::vector<Product> found;
    for (const auto& row :
         session.rows<Text, Text, Text, Text, Text, Text, Text, std::int64_t, std::int64_t, std::int64_t, Text, Text>(
             which, params...))
        found.push_back(product_of(row));
    return found;
}

std::optional<Product> first_of(std::vector<Product> products) {
    if (products.empty()) return std::nullopt;
    return std::move(products.front());
}

std::int64_t lowest_price(const Product& product) {
    std::int64_t lowest = Money::max_amount;
    for (const auto& variant : product.content().variants)
        if (variant.selling == Selling::yes) lowest = std::min(lowest, variant.price.amount());
    return product.is_listed() ? lowest : 0;
}

std::unexpected<Error> slug_taken() {
    return fail(ErrorKind::conflict, "slug_taken", "Another product has this slug.");
}

std::unexpected<Error> product_changed() {
    return fail(ErrorKind::stale, "product_changed", "The product was changed meanwhile.");
}

}  // namespace

std::optional<Product> SociProductRepository::find(ProductId id) {
    return first_of(find_products(session_, product_by_id, id));
}

std::optional<Product> SociProductRepository::find_by_slug(const catalog::Slug& slug) {
    return first_of(find_products(session_, product_by_slug, slug.text()));
}

std::vector<Product> SociProductRepository::find_owning(const std::vector<Sku>& skus) {
    JsonRows asked;
    for (const auto& sku : skus) asked.add(sku);
    return find_products(session_, products_owning, asked.text());
}

Result<void> SociProductRepository::save(const Product& product) {
    ORION_CHECK(product.stored_version() == 0 ? insert(product) : update(product));
    ORION_CHECK(write_categories(product));
    ORION_CHECK(write_variants(product));
    write_search(product);
    return {};
}

Result<void> SociProductRepository::remove(const Product& product) {
    constexpr Sql forget_words = joined_sql<"DELETE FROM catalog_search WHERE ", detail::SqlPart{"rowid", "number"},
                                            " = (SELECT p.number FROM catalog_products p WHERE p.id = :1)">;
    session_.send(forget_words, product.id());
    session_.send("DELETE FROM catalog_product_categories WHERE product_id = :1", product.id());
    session_.send("DELETE FROM catalog_variants WHERE product_id = :1", product.id());
    const auto removed = session_.run("DELETE FROM catalog_products WHERE id = :1 AND version = :2", product.id(),
                                      product.stored_version());
    if (removed == 0) return product_changed();
    return {};
}

Result<void> SociProductRepository::insert(const Product& product) {
    const auto& content = product.content();
    const auto added = session_.run(
        "INSERT INTO catalog_products (id, slug, title, description, image_urls, attributes, status, listed, "
        "lowest_price, created_at, updated_at, version) VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12) "
        "ON CONFLICT (slug) DO NOTHING",
        product.id(), content.slug.text(), content.title, content.description, detail::to_json(content.image_urls),
        detail::to_json(content.attributes), to_text(product.status()), product.is_listed() ? 1 : 0,
        lowest_price(product), product.snapshot().created_at, product.snapshot().updated_at, product.version());
    if (added == 0) return slug_taken();
    return {};
}

Result<void> SociProductRepository::update(const Product& product) {
    const auto& content = product.content();
    try {
        const auto changed = session_.run(
            "UPDATE catalog_products SET slug = :2, title = :3, description = :4, image_urls = :5, attributes = :6, "
            "status = :7, listed = :8, lowest_price = :9, updated_at = :10, version = :11 "
            "WHERE id = :1 AND version = :12",
            product.id(), content.slug.text(), content.title, content.description, detail::to_json(content.image_urls),
            detail::to_json(content.attributes), to_text(product.status()), product.is_listed() ? 1 : 0,
            lowest_price(product), product.snapshot().updated_at, product.version(), product.stored_version());
        if (changed == 0) return product_changed();
    } catch (const ConstraintViolation& violation) {
        if (violation.kind != Constraint::unique) throw;
        return slug_taken();
    }
    session_.send("DELETE FROM catalog_product_categories WHERE product_id = :1", product.id());
    session_.send("DELETE FROM catalog_variants WHERE product_id = :1", product.id());
    return {};
}

Result<void> SociProductRepository::write_categories(const Product& product) {
    JsonRows rows;
    for (const auto& category : product.content().categories)
        rows.add(static_cast<std::int64_t>(rows.size()), category);
    if (rows.empty() || std::cmp_equal(session_.run(add_categories, rows.text(), product.id()), rows.size())) return {};
    return fail(ErrorKind::not_found, "category_not_found", "There is no such category.");
}

Result<void> SociProductRepository::write_variants(const Product& product) {
    JsonRows rows;
    for (const auto& variant : product.content().variants)
        rows.add(variant.sku, static_cast<std::int64_t>(rows.size()), variant.title, detail::to_json(variant.options),
                 variant.price.amount(), variant.price.currency().code(), variant.selling == Selling::yes ? 1 : 0);
    if (!rows.empty() && !std::cmp_equal(session_.run(add_variants, rows.text(), product.id()), rows.size()))
        return fail(ErrorKind::conflict, "sku_taken", "Another product has this SKU.");

    JsonRows changes;
    for (const auto& change : product.price_changes())
        changes.add(change.sku, change.price.amount(), change.price.currency().code(), change.since);
    if (!changes.empty()) session_.send(add_price_changes, changes.text(), product.id());
    return {};
}

void SociProductRepository::write_search(const Product& product) {
    const auto& content = product.content();
    if (session_.dialect() == Dialect::postgres) {
        session_.send(
            "INSERT INTO catalog_search (number, words) SELECT number, CAST(:2 AS tsvector) FROM catalog_products "
            "WHERE id = :1 ON CONFLICT (number) DO UPDATE SET words = excluded.words",
            product.id(), detail::search_document(content));
        return;
    }
    session_.send(
        "INSERT OR REPLACE INTO catalog_search (rowid, title, description, skus) "
        "SELECT number, :2, :3, :4 FROM catalog_products WHERE id = :1",
        product.id(), content.title, content.description, detail::searched_skus(content));
}

}  // namespace orion::persistence
