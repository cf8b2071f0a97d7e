#pragma once

#include "orion/catalog/slug.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::catalog {

/// Bounds of a product. Lengths are bytes of UTF-8.
struct ProductLimits {
    static constexpr std::size_t title_bytes = 200;
    static constexpr std::size_t description_bytes = 20'000;
    static constexpr std::size_t categories = 50;
    static constexpr std::size_t images = 50;
    static constexpr std::size_t image_url_bytes = 500;
    static constexpr std::size_t attributes = 100;
    static constexpr std::size_t attribute_name_bytes = 60;
    static constexpr std::size_t attribute_value_bytes = 1'000;
    static constexpr std::size_t variants = 250;
    static constexpr std::size_t options = 10;
    static constexpr std::size_t option_name_bytes = 60;
    static constexpr std::size_t option_value_bytes = 120;
};

enum class ProductStatus {
    draft,     ///< being written; shoppers do not see it
    active,    ///< for sale, if a variant is
    archived,  ///< no longer sold; kept because orders name it
};

std::string_view to_text(ProductStatus status);
/// `invalid` / `unknown_status`
Result<ProductStatus> parse_status(std::string_view text);

/// Names and values in the order of the names: `{"colour": "blue", "size": "M"}`.
using NamedTexts = std::map<std::string, std::string>;

enum class Selling { no, yes };

/// One thing that can be bought. Its SKU is unique in the whole shop and never changes hands.
struct Variant {
    Sku sku;
    std::string title;  ///< what distinguishes it within its product; empty for the only one
    NamedTexts options{};
    Money price;
    Selling selling = Selling::yes;

    friend bool operator==(const Variant&, const Variant&) = default;
};

/// What an editor may write about a product.
struct ProductContent {
    Slug slug;
    std::string title;
    std::string description;  ///< plain text, may have several lines
    std::vector<CategoryId> categories{};
    std::vector<std::string> image_urls{};
    NamedTexts attributes{};
    std::vector<Variant> variants{};

    friend bool operator==(const ProductContent&, const ProductContent&) = default;
};

/// `invalid` / `invalid_fields` naming `title`, `options` or `price` (at least one minor unit).
Result<void> check_variant(const Variant& variant);

/// `invalid` / `invalid_fields` naming every part that breaks a limit: `title`, `description`, `category_ids`,
/// `image_urls[0]`, `attributes`, `variants`, `variants[0].sku` (`duplicate_sku`), `variants[0].options` and so on.
Result<void> check_content(const ProductContent& content);

/// A price that begins to hold. Kept for ever.
struct PriceChange {
    Sku sku;
    Money price;
    Instant since;
};

/// Everything a store keeps of a product.
struct ProductSnapshot {
    ProductId id;
    ProductContent content;
    ProductStatus status;
    Instant created_at;
    Instant updated_at;
    std::int64_t version;
};

enum class Change { none, made };

/// Something the shop offers, in one or more variants.
class Product {
public:
    /// A new draft. Errors as `check_content`.
    static Result<Product> create(ProductId id, ProductContent content, Instant now);
    /// For stores and tests only.
    static Product restore(ProductSnapshot snapshot);

    /// Replaces the content, in any status; keeps the version if nothing differs. Errors as `check_content`.
    Result<Change> revise(ProductContent content, Instant now);
    /// Offers a draft, or an archived product again. `conflict` / `already_active`; `nothing_to_sell` without a variant
    /// that is for sale.
    Result<void> publish(Instant now);
    /// Takes an active product back to draft. `conflict` / `not_active`.
    Result<void> withdraw(Instant now);
    /// Ends the sale. `conflict` / `already_archived`.
    Result<void> archive(Instant now);
    /// Whichever of these leads to `wanted`, and its errors; none if the product stands there.
    Result<void> bring_to(ProductStatus wanted, Instant now);

    /// Whether shoppers see it: active, with a variant that is for sale.
    bool is_listed() const;

    ProductId id() const { return state_.id; }
    const ProductContent& content() const { return state_.content; }
    ProductStatus status() const { return state_.status; }
    /// From 1; one more for each edit that is saved.
    std::int64_t version() const { return state_.version; }
    const ProductSnapshot& snapshot() const { return state_; }

    /// The version this was loaded with, 0 for a new product: what a store compares before it overwrites.
    std::int64_t stored_version() const { return stored_version_; }
    /// The prices that changed since it was loaded.
    const std::vector<PriceChange>& price_changes() const { return price_changes_; }

private:
    Product(ProductSnapshot state, std::int64_t stored_version)
        : state_{std::move(state)}, stored_version_{stored_version} {}
    void note_prices(const std::vector<Variant>& before, Instant now);
    void touch(Instant now);
    void turn(ProductStatus to, Instant now);

    ProductSnapshot state_;
    std::int64_t stored_version_;
    std::vector<PriceChange> price_changes_{};
};

}  // namespace orion::catalog
