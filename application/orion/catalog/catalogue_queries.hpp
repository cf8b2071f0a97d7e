#pragma once

#include "orion/catalog/views.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace orion::catalog {

using ProductKey = std::variant<ProductId, Slug>;
using CategoryKey = std::variant<CategoryId, Slug>;

enum class SortField { relevance, name, price, created_at };
enum class Direction { ascending, descending };

struct ProductSort {
    SortField field;
    Direction direction;  ///< `relevance` ascending: the best match first
    friend bool operator==(const ProductSort&, const ProductSort&) = default;
};

/// Only what is given filters. A product matches when one variant that is for sale meets all of the price bounds and
/// `stock` at once.
struct ProductFilter {
    std::vector<std::string> words{};         ///< each in title, description or a SKU; the last one as a beginning
    std::optional<CategoryKey> category{};    ///< and everything below it; an unknown one matches nothing
    std::optional<std::int64_t> min_price{};  ///< minor units
    std::optional<std::int64_t> max_price{};
    enum class Stock { any, in_stock } stock = Stock::any;
    enum class Scope {
        listed,  ///< what shoppers see
        all,     ///< every product with every variant; one that is not listed has the price 0 in `sort`
    } scope = Scope::listed;
    std::optional<ProductStatus> status{};  ///< only in the scope `all`
};

/// Where a page ends: the sort key of its last product as the adapter writes it, and its id.
struct PagePosition {
    std::string key;
    ProductId id;
    friend bool operator==(const PagePosition&, const PagePosition&) = default;
};

struct ProductPageQuery {
    ProductFilter filter;
    ProductSort sort;  ///< `relevance` only with words
    std::optional<PagePosition> after{};
    int limit;
};

struct ProductRows {
    std::vector<ProductView> items;
    std::optional<PagePosition> next;  ///< nothing on the last page
};

/// Reads the catalogue. Thread-safe; each call sees one state of the shop. `unavailable` when the database does not
/// answer.
class CatalogueQueries {
public:
    virtual ~CatalogueQueries() = default;

    /// Products of the filter's scope. Equal sort keys go by id. Products that come or go between two pages make no
    /// other product appear twice or not at all (for `relevance`: as long as their coming does not re-rank the others).
    /// `invalid` / `invalid_cursor` when the key of `after` was not written by this adapter.
    virtual Result<ProductRows> list(const ProductPageQuery& query) const = 0;

    /// A listed product.
    virtual Result<std::optional<ProductView>> find(const ProductKey& key) const = 0;

    /// A product of any status, with every variant.
    virtual Result<std::optional<ProductView>> find_any(ProductId id) const = 0;

    /// Every category, flat and without children.
    virtual Result<std::vector<CategoryView>> categories() const = 0;

    /// The offers of those SKUs that are for sale, in no order; unknown ones are left out.
    virtual Result<std::vector<Offer>> offers(const std::vector<Sku>& skus) const = 0;
};

}  // namespace orion::catalog
