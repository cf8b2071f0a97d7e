#pragma once

#include "orion/catalog/product.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/sku.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the catalogue shows of itself.
namespace orion::catalog {

struct VariantView {
    Sku sku;
    std::string title;
    NamedTexts options;
    Money price;
    int available;  ///< that can be bought now, at most `max_shown_available`; 0 while no stock is known
    Selling selling = Selling::yes;
};

/// More than this many are shown as this many.
constexpr int max_shown_available = 999;

/// A product as shoppers see it, with the variants that are for sale, or as editors do, with all of them; in the
/// editor's order.
struct ProductView {
    ProductId id;
    std::string slug;
    std::string title;
    std::string description;
    std::vector<CategoryId> category_ids;
    std::vector<std::string> image_urls;
    NamedTexts attributes;
    ProductStatus status;
    std::vector<VariantView> variants;
    Instant created_at;
    Instant updated_at;
    std::int64_t version;
};

/// A node of the tree.
struct CategoryView {
    CategoryId id;
    std::string slug;
    std::string name;
    std::optional<CategoryId> parent_id;
    std::vector<CategoryView> children;  ///< by name
    std::int64_t product_count;          ///< listed products here or anywhere below, each once
    std::int64_t version;
};

/// What a cart needs to know of one SKU that is for sale.
struct Offer {
    Sku sku;
    ProductId product_id;
    std::string title;  ///< as `offer_title`
    Money unit_price;
    int available;  ///< as in `VariantView`
};

/// The product's title, and the variant's behind a comma if it has one: `Assam, 250 g`.
inline std::string offer_title(const std::string& product, const std::string& variant) {
    return variant.empty() ? product : product + ", " + variant;
}

}  // namespace orion::catalog
