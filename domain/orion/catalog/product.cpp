#include "orion/catalog/product.hpp"

#include "orion/kernel/text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

namespace orion::catalog {
namespace {

using Limits = ProductLimits;

constexpr std::array<std::pair<ProductStatus, std::string_view>, 3> status_texts{{
    {ProductStatus::draft, "draft"},
    {ProductStatus::active, "active"},
    {ProductStatus::archived, "archived"},
}};

std::string indexed(std::string_view list, std::size_t index) {
    return std::string{list} + '[' + std::to_string(index) + ']';
}

struct NamedTextLimits {
    std::size_t count;
    std::size_t name_bytes;
    std::size_t value_bytes;
};

void check_named_texts(FieldErrors& errors, const std::string& field, const NamedTexts& texts,
                       const NamedTextLimits& limits) {
    if (texts.size() > limits.count)
        errors.add(field, "too_many", "At most " + std::to_string(limits.count) + " are allowed.");
    for (const auto& [name, value] : texts) {
        errors.take(field, parse_text(name, {.min_bytes = 1, .max_bytes = limits.name_bytes}));
        errors.take(field, parse_text(value, {.max_bytes = limits.value_bytes}));
    }
}

template <class List>
void check_count(FieldErrors& errors, const char* field, const List& list, std::size_t limit) {
    if (list.size() > limit) errors.add(field, "too_many", "At most " + std::to_string(limit) + " are allowed.");
}

void note_variant_errors(FieldErrors& errors, const std::string& prefix, const Variant& variant) {
    errors.take(prefix + "title", parse_text(variant.title, {.max_bytes = Limits::title_bytes}));
    check_named_texts(errors, prefix + "options", variant.options,
                      {Limits::options, Limits::option_name_bytes, Limits::option_value_bytes});
    if (variant.price.amount() < 1 || variant.price.amount() > Money::max_amount)
        errors.add(prefix + "price", "out_of_range", "A price is at least one minor unit, and not absurdly high.");
}

void check_variants(FieldErrors& errors, const std::vector<Variant>& variants) {
    check_count(errors, "variants", variants, Limits::variants);
    std::set<Sku> seen;
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const auto prefix = indexed("variants", i) + '.';
        if (!seen.insert(variants[i].sku).second)
            errors.add(prefix + "sku", "duplicate_sku", "This SKU stands here twice.");
        note_variant_errors(errors, prefix, variants[i]);
    }
}

/// The same category twice means nothing more than once.
void drop_repeats(std::vector<CategoryId>& categories) {
    std::vector<CategoryId> kept;
    for (const auto& category : categories)
        if (std::ranges::find(kept, category) == kept.end()) kept.push_back(category);
    categories = std::move(kept);
}

bool is_for_sale(const Variant& variant) { return variant.selling == Selling::yes; }

constexpr auto transitions = std::to_array<std::pair<ProductStatus, ProductStatus>>({
    {ProductStatus::draft, ProductStatus::active},
    {ProductStatus::draft, ProductStatus::archived},
    {ProductStatus::active, ProductStatus::draft},
    {ProductStatus::active, ProductStatus::archived},
    {ProductStatus::archived, ProductStatus::active},
});

bool leads(ProductStatus from, ProductStatus to) {
    return std::ranges::find(transitions, std::pair{from, to}) != transitions.end();
}

}  // namespace

std::string_view to_text(ProductStatus status) {
    return std::ranges::find(status_texts, status, &decltype(status_texts)::value_type::first)->second;
}

Result<ProductStatus> parse_status(std::string_view text) {
    for (const auto& [status, name] : status_texts)
        if (name == text) return status;
    return fail(ErrorKind::invalid, "unknown_status", "A status is draft, active or archived.");
}

Result<void> check_variant(const Variant& variant) {
    FieldErrors errors;
    note_variant_errors(errors, "", variant);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return {};
}

Result<void> check_content(const ProductContent& content) {
    FieldErrors errors;
    errors.take("title", parse_text(content.title, {.min_bytes = 1, .max_bytes = Limits::title_bytes}));
    errors.take("description",
                parse_text(content.description, {.max_bytes = Limits::description_bytes, .lines = Lines::multiple}));
    check_count(errors, "category_ids", content.categories, Limits::categories);
    check_count(errors, "image_urls", content.image_urls, Limits::images);
    for (std::size_t i = 0; i < content.image_urls.size(); ++i)
        errors.take(indexed("image_urls", i),
                    parse_text(content.image_urls[i], {.min_bytes = 1, .max_bytes = Limits::image_url_bytes}));
    check_named_texts(errors, "attributes", content.attributes,
                      {Limits::attributes, Limits::attribute_name_bytes, Limits::attribute_value_bytes});
    check_variants(errors, content.variants);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return {};
}

Result<Product> Product::create(ProductId id, ProductContent content, Instant now) {
    drop_repeats(content.categories);
    ORION_CHECK(check_content(content));
    Product product{{.id = id,
                     .content = std::move(content),
                     .status = ProductStatus::draft,
                     .created_at = now,
                     .updated_at = now,
                     .version = 1},
                    0};
    product.note_prices({}, now);
    return product;
}

Product Product::restore(ProductSnapshot snapshot) {
    const auto version = snapshot.version;
    return {std::move(snapshot), version};
}

Result<Change> Product::revise(ProductContent content, Instant now) {
    drop_repeats(content.categories);
    ORION_CHECK(check_content(content));
    if (content == state_.content) return Change::none;
    const auto before = std::exchange(state_.content, std::move(content)).variants;
    note_prices(before, now);
    touch(now);
    return Change::made;
}

Result<void> Product::publish(Instant now) {
    if (!leads(state_.status, ProductStatus::active))
        return fail(ErrorKind::conflict, "already_active", "The product is on sale already.");
    if (std::ranges::none_of(state_.content.variants, is_for_sale))
        return fail(ErrorKind::conflict, "nothing_to_sell", "The product has no variant that is for sale.");
    turn(ProductStatus::active, now);
    return {};
}

Result<void> Product::withdraw(Instant now) {
    if (!leads(state_.status, ProductStatus::draft))
        return fail(ErrorKind::conflict, "not_active", "The product is not on sale.");
    turn(ProductStatus::draft, now);
    return {};
}

Result<void> Product::archive(Instant now) {
    if (!leads(state_.status, ProductStatus::archived))
        return fail(ErrorKind::conflict, "already_archived", "The product is archived already.");
    turn(ProductStatus::archived, now);
    return {};
}

Result<void> Product::bring_to(ProductStatus wanted, Instant now) {
    if (state_.status == wanted) return {};
    switch (wanted) {
        case ProductStatus::draft:
            return withdraw(now);
        case ProductStatus::active:
            return publish(now);
        case ProductStatus::archived:
            return archive(now);
    }
    return {};
}

bool Product::is_listed() const {
    return state_.status == ProductStatus::active && std::ranges::any_of(state_.content.variants, is_for_sale);
}

void Product::note_prices(const std::vector<Variant>& before, Instant now) {
    for (const auto& variant : state_.content.variants) {
        const auto old = std::ranges::find(before, variant.sku, &Variant::sku);
        if (old == before.end() || old->price != variant.price)
            price_changes_.push_back({variant.sku, variant.price, now});
    }
}

void Product::touch(Instant now) {
    if (stored_version_ > 0 && state_.version == stored_version_) ++state_.version;
    state_.updated_at = std::max(state_.updated_at, now);  // a wall clock may be set back
}

void Product::turn(ProductStatus to, Instant now) {
    state_.status = to;
    touch(now);
}

}  // namespace orion::catalog
