#include "orion/persistence/catalog/soci_product_repository.hpp"

#include "orion/persistence/catalog/json_text.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace orion::persistence {
namespace {

using catalog::Product;
using catalog::Selling;

Instant instant_of(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::vector<catalog::Variant> variants_of(Session& session, ProductId product) {
    std::vector<catalog::Variant> variants;
    for (auto& [sku, title, options, price, currency, for_sale] :
         session.rows<std::string, std::string, std::string, std::int64_t, std::string, std::int64_t>(
             "SELECT sku, title, options, price, currency, for_sale FROM catalog_variants WHERE product_id = :1 "
             "ORDER BY position",
             product))
        variants.push_back({.sku = Sku::parse(sku).value(),
                            .title = std::move(title),
                            .options = detail::named_texts_from(options),
                            .price = Money{price, Currency::parse(currency).value()},
                            .selling = for_sale == 1 ? Selling::yes : Selling::no});
    return variants;
}

std::vector<CategoryId> categories_of(Session& session, ProductId product) {
    std::vector<CategoryId> categories;
    for (const auto& [category] : session.rows<std::string>(
             "SELECT category_id FROM catalog_product_categories WHERE product_id = :1 ORDER BY position", product))
        categories.push_back(CategoryId::parse(category).value());
    return categories;
}

std::int64_t lowest_price(const Product& product) {
    std::int64_t lowest = Money::max_amount;
    for (const auto& variant : product.content().variants)
        if (variant.selling == Selling::yes) lowest = std::min(lowest, variant.price.amount());
    return product.is_listed() ? lowest : 0;
}

std::string skus_of(const Product& product) {
    std::string skus;
    for (const auto& variant : product.content().variants) skus += variant.sku.text() + '\n';
    return skus;
}

Error violated(const ConstraintViolation& violation) {
    if (violation.kind == Constraint::foreign_key)
        return {ErrorKind::not_found, "category_not_found", "There is no such category."};
    if (violation.name.contains("sku")) return {ErrorKind::conflict, "sku_taken", "Another product has this SKU."};
    return {ErrorKind::conflict, "slug_taken", "Another product has this slug."};
}

}  // namespace

std::optional<Product> SociProductRepository::find(ProductId id) {
    const auto row = session_.row<std::string, std::string, std::string, std::string, std::string, std::string,
                                  std::int64_t, std::int64_t, std::int64_t>(
        "SELECT slug, title, description, image_urls, attributes, status, created_at, updated_at, version "
        "FROM catalog_products WHERE id = :1",
        id);
    if (!row) return std::nullopt;
    const auto& [slug, title, description, image_urls, attributes, status, created_at, updated_at, version] = *row;
    return Product::restore({.id = id,
                             .content = {.slug = catalog::Slug::parse(slug).value(),
                                         .title = title,
                                         .description = description,
                                         .categories = categories_of(session_, id),
                                         .image_urls = detail::texts_from(image_urls),
                                         .attributes = detail::named_texts_from(attributes),
                                         .variants = variants_of(session_, id)},
                             .status = catalog::parse_status(status).value(),
                             .created_at = instant_of(created_at),
                             .updated_at = instant_of(updated_at),
                             .version = version});
}

std::optional<Product> SociProductRepository::find_by_slug(const catalog::Slug& slug) {
    const auto row = session_.row<std::string>("SELECT id FROM catalog_products WHERE slug = :1", slug.text());
    if (!row) return std::nullopt;
    return find(ProductId::parse(std::get<0>(*row)).value());
}

std::vector<Product> SociProductRepository::find_owning(const std::vector<Sku>& skus) {
    std::vector<Product> products;
    for (const auto& [id] : session_.rows<std::string>(
             "SELECT DISTINCT product_id FROM catalog_variants WHERE sku IN (SELECT value FROM json_each(:1)) "
             "ORDER BY product_id",
             detail::to_json(skus)))
        products.push_back(find(ProductId::parse(id).value()).value());
    return products;
}

Result<void> SociProductRepository::save(const Product& product) {
    try {
        ORION_CHECK(write_row(product));
        write_categories(product);
        write_variants(product);
        write_search(product);
        return {};
    } catch (const ConstraintViolation& violation) {
        if (violation.kind != Constraint::unique && violation.kind != Constraint::foreign_key) throw;
        return std::unexpected{violated(violation)};
    }
}

Result<void> SociProductRepository::write_row(const Product& product) {
    const auto& content = product.content();
    const auto image_urls = detail::to_json(content.image_urls);
    const auto attributes = detail::to_json(content.attributes);
    if (product.stored_version() == 0) {
        session_.run(
            "INSERT INTO catalog_products (id, slug, title, description, image_urls, attributes, status, listed, "
            "lowest_price, created_at, updated_at, version) VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12)",
            product.id(), content.slug.text(), content.title, content.description, image_urls, attributes,
            to_text(product.status()), product.is_listed() ? 1 : 0, lowest_price(product),
            product.snapshot().created_at, product.snapshot().updated_at, product.version());
        return {};
    }
    const auto changed = session_.run(
        "UPDATE catalog_products SET slug = :2, title = :3, description = :4, image_urls = :5, attributes = :6, "
        "status = :7, listed = :8, lowest_price = :9, updated_at = :10, version = :11 WHERE id = :1 AND version = :12",
        product.id(), content.slug.text(), content.title, content.description, image_urls, attributes,
        to_text(product.status()), product.is_listed() ? 1 : 0, lowest_price(product), product.snapshot().updated_at,
        product.version(), product.stored_version());
    if (changed == 1) return {};
    return fail(ErrorKind::stale, "product_changed", "The product was changed meanwhile.");
}

void SociProductRepository::write_categories(const Product& product) {
    session_.run("DELETE FROM catalog_product_categories WHERE product_id = :1", product.id());
    int position = 0;
    for (const auto& category : product.content().categories)
        session_.run("INSERT INTO catalog_product_categories (product_id, position, category_id) VALUES (:1, :2, :3)",
                     product.id(), position++, category);
}

void SociProductRepository::write_variants(const Product& product) {
    session_.run("DELETE FROM catalog_variants WHERE product_id = :1", product.id());
    int position = 0;
    for (const auto& variant : product.content().variants)
        session_.run(
            "INSERT INTO catalog_variants (sku, product_id, position, title, options, price, currency, for_sale) "
            "VALUES (:1, :2, :3, :4, :5, :6, :7, :8)",
            variant.sku, product.id(), position++, variant.title, detail::to_json(variant.options),
            variant.price.amount(), variant.price.currency().code(), variant.selling == Selling::yes ? 1 : 0);
    for (const auto& change : product.price_changes())
        session_.run(
            "INSERT INTO catalog_price_history (sku, product_id, price, currency, since) VALUES (:1, :2, :3, :4, :5)",
            change.sku, product.id(), change.price.amount(), change.price.currency().code(), change.since);
}

void SociProductRepository::write_search(const Product& product) {
    const auto& content = product.content();
    session_.run("DELETE FROM catalog_search WHERE rowid = (SELECT number FROM catalog_products WHERE id = :1)",
                 product.id());
    session_.run(
        "INSERT INTO catalog_search (rowid, title, description, skus) "
        "SELECT number, :2, :3, :4 FROM catalog_products WHERE id = :1",
        product.id(), content.title, content.description, skus_of(product));
}

}  // namespace orion::persistence
