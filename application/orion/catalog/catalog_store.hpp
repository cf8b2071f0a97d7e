#pragma once

#include "orion/catalog/category.hpp"
#include "orion/catalog/product.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"
#include "orion/ports/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace orion::catalog {

class ProductRepository {
public:
    virtual ~ProductRepository() = default;
    virtual std::optional<Product> find(ProductId id) = 0;
    virtual std::optional<Product> find_by_slug(const Slug& slug) = 0;
    /// Every product that owns one of these SKUs, each once.
    virtual std::vector<Product> find_owning(const std::vector<Sku>& skus) = 0;

    /// Stores it with the price changes it carries, and what search and lists need. `conflict` / `slug_taken`,
    /// `sku_taken`; `not_found` / `category_not_found`; `stale` / `product_changed` if another version is stored.
    virtual Result<void> save(const Product& product) = 0;

    /// Takes it out of the shop and of search; its prices stay in the history. `stale` / `product_changed` if another
    /// version is stored.
    virtual Result<void> remove(const Product& product) = 0;
};

class CategoryRepository {
public:
    virtual ~CategoryRepository() = default;

    /// Lets no other edit of the tree begin until the transaction ends: two moves at once could hang two categories
    /// below each other. Before anything is read.
    virtual void hold_tree() = 0;

    virtual std::optional<Category> find(CategoryId id) = 0;
    virtual std::optional<Category> find_by_slug(const Slug& slug) = 0;
    /// The child of that name (the first by slug, should there be several), or the root if `parent` is nothing.
    virtual std::optional<Category> find_child(const std::optional<CategoryId>& parent, std::string_view name) = 0;

    /// Stores it, and takes everything below along when it has moved. `conflict` / `slug_taken`; `stale` /
    /// `category_changed`.
    virtual Result<void> save(const Category& category) = 0;

    /// How many levels hang below it: 0 for one without children.
    virtual std::size_t levels_below(CategoryId id) = 0;

    /// `conflict` / `category_not_empty` while a category or a product, of whatever status, stands in it; `stale` /
    /// `category_changed` if another version is stored.
    virtual Result<void> remove(const Category& category) = 0;
};

/// How many of a SKU can be bought, as inventory last said.
struct AvailabilityLevel {
    Sku sku;
    std::int64_t available;
    std::int64_t version;  ///< grows with each change of the SKU's stock
    bool ordered = false;  ///< whether it was an order that moved the stock
};

class AvailabilityProjection {
public:
    virtual ~AvailabilityProjection() = default;
    /// Keeps the level unless one of the same or a higher version is known. The SKU need not be known. That it was
    /// ordered is never forgotten.
    virtual void apply(const AvailabilityLevel& level) = 0;

    /// Those of them that orders ever took from the stock, as far as the catalogue has heard.
    virtual std::set<Sku> ordered_among(const std::vector<Sku>& skus) = 0;
};

/// What one transaction of the catalogue may touch.
class CatalogWork {
public:
    virtual ~CatalogWork() = default;
    virtual ProductRepository& products() = 0;
    virtual CategoryRepository& categories() = 0;
    virtual AvailabilityProjection& availability() = 0;
    /// False if the catalogue handled this message before.
    virtual bool accept(MessageId message) = 0;
};

using CatalogStore = Store<CatalogWork>;

}  // namespace orion::catalog
