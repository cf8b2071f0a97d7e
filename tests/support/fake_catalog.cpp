#include "support/fake_catalog.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace orion::test {
namespace {

class FakeProducts : public catalog::ProductRepository {
public:
    explicit FakeProducts(CatalogState& state) : state_{state} {}

    std::optional<catalog::Product> find(ProductId id) override {
        const auto found = state_.products.find(id);
        if (found == state_.products.end()) return std::nullopt;
        return catalog::Product::restore(found->second);
    }

    std::optional<catalog::Product> find_by_slug(const catalog::Slug& slug) override {
        for (const auto& [id, product] : state_.products)
            if (product.content.slug == slug) return catalog::Product::restore(product);
        return std::nullopt;
    }

    std::vector<catalog::Product> find_owning(const std::vector<Sku>& skus) override {
        std::vector<catalog::Product> owners;
        for (const auto& [id, product] : state_.products)
            if (std::ranges::any_of(skus, [&](const Sku& sku) { return owns(product, sku); }))
                owners.push_back(catalog::Product::restore(product));
        return owners;
    }

    Result<void> save(const catalog::Product& product) override {
        const auto stored = state_.products.find(product.id());
        const auto stored_version = stored == state_.products.end() ? 0 : stored->second.version;
        if (stored_version != product.stored_version())
            return fail(ErrorKind::stale, "product_changed", "The product was changed meanwhile.");
        for (const auto& [id, other] : state_.products) {
            if (id == product.id()) continue;
            if (other.content.slug == product.content().slug)
                return fail(ErrorKind::conflict, "slug_taken", "Another product has this slug.");
            for (const auto& variant : product.content().variants)
                if (owns(other, variant.sku))
                    return fail(ErrorKind::conflict, "sku_taken", "Another product has this SKU.");
        }
        for (const auto& category : product.content().categories)
            if (!state_.categories.contains(category))
                return fail(ErrorKind::not_found, "category_not_found", "There is no such category.");
        state_.products.insert_or_assign(product.id(), product.snapshot());
        const auto& changes = product.price_changes();
        state_.price_history.insert(state_.price_history.end(), changes.begin(), changes.end());
        return {};
    }

    Result<void> remove(const catalog::Product& product) override {
        const auto stored = state_.products.find(product.id());
        if (stored == state_.products.end() || stored->second.version != product.stored_version())
            return fail(ErrorKind::stale, "product_changed", "The product was changed meanwhile.");
        state_.products.erase(stored);
        return {};
    }

private:
    static bool owns(const catalog::ProductSnapshot& product, const Sku& sku) {
        const auto& variants = product.content.variants;
        return std::ranges::find(variants, sku, &catalog::Variant::sku) != variants.end();
    }

    CatalogState& state_;
};

class FakeCategories : public catalog::CategoryRepository {
public:
    explicit FakeCategories(CatalogState& state) : state_{state} {}

    void hold_tree() override {}

    std::optional<catalog::Category> find(CategoryId id) override {
        const auto found = state_.categories.find(id);
        if (found == state_.categories.end()) return std::nullopt;
        return catalog::Category::restore(found->second);
    }

    std::optional<catalog::Category> find_by_slug(const catalog::Slug& slug) override {
        for (const auto& [id, category] : state_.categories)
            if (category.slug == slug) return catalog::Category::restore(category);
        return std::nullopt;
    }

    std::optional<catalog::Category> find_child(const std::optional<CategoryId>& parent,
                                                std::string_view name) override {
        std::optional<catalog::Category> first;
        for (const auto& [id, snapshot] : state_.categories) {
            auto category = catalog::Category::restore(snapshot);
            if (category.parent() != parent || category.name() != name) continue;
            if (!first || category.slug() < first->slug()) first = std::move(category);
        }
        return first;
    }

    Result<void> save(const catalog::Category& category) override {
        const auto stored = state_.categories.find(category.id());
        const auto stored_version = stored == state_.categories.end() ? 0 : stored->second.version;
        if (stored_version != category.stored_version())
            return fail(ErrorKind::stale, "category_changed", "The category was changed meanwhile.");
        const auto bearer = find_by_slug(category.slug());
        if (bearer && bearer->id() != category.id())
            return fail(ErrorKind::conflict, "slug_taken", "Another category has this slug.");
        state_.categories.insert_or_assign(category.id(), category.snapshot());
        for (auto& [id, other] : state_.categories) take_along(other, category);
        return {};
    }

    std::size_t levels_below(CategoryId id) override {
        std::size_t levels = 0;
        for (const auto& [key, other] : state_.categories) {
            const auto place = std::ranges::find(other.ancestors, id);
            levels = std::max(levels, static_cast<std::size_t>(other.ancestors.end() - place));
        }
        return levels;
    }

    Result<void> remove(const catalog::Category& category) override {
        const bool has_children = levels_below(category.id()) > 0;
        const bool has_products = std::ranges::any_of(state_.products, [&](const auto& entry) {
            const auto& categories = entry.second.content.categories;
            return std::ranges::find(categories, category.id()) != categories.end();
        });
        if (has_children || has_products)
            return fail(ErrorKind::conflict, "category_not_empty", "A category or a product stands in it.");
        const auto stored = state_.categories.find(category.id());
        if (stored == state_.categories.end() || stored->second.version != category.stored_version())
            return fail(ErrorKind::stale, "category_changed", "The category was changed meanwhile.");
        state_.categories.erase(stored);
        return {};
    }

private:
    static void take_along(catalog::CategorySnapshot& other, const catalog::Category& moved) {
        const auto place = std::ranges::find(other.ancestors, moved.id());
        if (place == other.ancestors.end()) return;
        other.ancestors.erase(other.ancestors.begin(), place);
        other.ancestors.insert(other.ancestors.begin(), moved.ancestors().begin(), moved.ancestors().end());
    }

    CatalogState& state_;
};

using Ranked = std::pair<std::string, ProductId>;
using Scope = catalog::ProductFilter::Scope;

bool is_listed(const catalog::ProductSnapshot& snapshot) { return catalog::Product::restore(snapshot).is_listed(); }

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Sorts as the number does.
std::string padded(std::int64_t number) {
    const auto digits = std::to_string(number);
    return std::string(20 - digits.size(), '0') + digits;
}

std::string skus_of(const catalog::ProductSnapshot& snapshot) {
    std::string skus;
    for (const auto& variant : snapshot.content.variants) skus += ' ' + variant.sku.text();
    return skus;
}

bool holds(const std::string& text, const std::string& word) { return lower(text).contains(lower(word)); }

catalog::ProductView view_of(const CatalogState& shop, const catalog::ProductSnapshot& snapshot, Scope scope) {
    const auto& content = snapshot.content;
    catalog::ProductView view{snapshot.id,         content.slug.text(), content.title,
                              content.description, content.categories,  content.image_urls,
                              content.attributes,  snapshot.status,     {},
                              snapshot.created_at, snapshot.updated_at, snapshot.version};
    for (const auto& variant : content.variants) {
        if (scope == Scope::listed && variant.selling == catalog::Selling::no) continue;
        const auto level = shop.levels.find(variant.sku);
        const auto available = level == shop.levels.end() ? 0 : level->second.available;
        view.variants.push_back({variant.sku, variant.title, variant.options, variant.price,
                                 static_cast<int>(std::clamp<std::int64_t>(available, 0, catalog::max_shown_available)),
                                 variant.selling});
    }
    return view;
}

std::string key_of(const CatalogState& shop, const catalog::ProductSnapshot& snapshot,
                   const catalog::ProductPageQuery& query) {
    switch (query.sort.field) {
        case catalog::SortField::name:
            return lower(snapshot.content.title);
        case catalog::SortField::created_at:
            return padded(snapshot.created_at.time_since_epoch().count());
        case catalog::SortField::price: {
            if (!is_listed(snapshot)) return padded(0);
            auto lowest = Money::max_amount;
            for (const auto& variant : view_of(shop, snapshot, Scope::listed).variants)
                lowest = std::min(lowest, variant.price.amount());
            return padded(lowest);
        }
        case catalog::SortField::relevance: {
            const auto in_title = std::ranges::count_if(
                query.filter.words, [&](const auto& word) { return holds(snapshot.content.title, word); });
            return padded(1000 - in_title);
        }
    }
    return {};
}

bool stands_below(const CatalogState& shop, const catalog::ProductSnapshot& snapshot, CategoryId id) {
    return std::ranges::any_of(snapshot.content.categories, [&](CategoryId category) {
        const auto& ancestors = shop.categories.at(category).ancestors;
        return category == id || std::ranges::find(ancestors, id) != ancestors.end();
    });
}

bool matches_category(const CatalogState& shop, const catalog::ProductSnapshot& snapshot,
                      const catalog::CategoryKey& key) {
    return std::ranges::any_of(shop.categories, [&](const auto& entry) {
        const auto* const id = std::get_if<CategoryId>(&key);
        const bool is_asked = id != nullptr ? *id == entry.first : std::get<catalog::Slug>(key) == entry.second.slug;
        return is_asked && stands_below(shop, snapshot, entry.first);
    });
}

bool matches_filter(const CatalogState& shop, const catalog::ProductSnapshot& snapshot,
                    const catalog::ProductFilter& filter) {
    if (filter.scope == Scope::listed && !is_listed(snapshot)) return false;
    if (filter.status && *filter.status != snapshot.status) return false;
    const auto& content = snapshot.content;
    const auto text = content.title + ' ' + content.description + skus_of(snapshot);
    const bool has_words = std::ranges::all_of(filter.words, [&](const auto& word) { return holds(text, word); });
    if (!has_words || (filter.category && !matches_category(shop, snapshot, *filter.category))) return false;
    const bool any_variant =
        !filter.min_price && !filter.max_price && filter.stock == catalog::ProductFilter::Stock::any;
    const auto variants = view_of(shop, snapshot, filter.scope).variants;
    return any_variant || std::ranges::any_of(variants, [&](const catalog::VariantView& variant) {
               const auto price = variant.price.amount();
               return price >= filter.min_price.value_or(0) && price <= filter.max_price.value_or(Money::max_amount) &&
                      (filter.stock == catalog::ProductFilter::Stock::any || variant.available > 0);
           });
}

}  // namespace

class FakeCatalogWork : public catalog::CatalogWork, private catalog::AvailabilityProjection {
public:
    explicit FakeCatalogWork(CatalogState& state) : state_{state}, products_{state}, categories_{state} {}

    catalog::ProductRepository& products() override { return products_; }
    catalog::CategoryRepository& categories() override { return categories_; }
    catalog::AvailabilityProjection& availability() override { return *this; }
    bool accept(MessageId message) override { return state_.inbox.insert(message).second; }

private:
    void apply(const catalog::AvailabilityLevel& level) override {
        if (level.ordered) state_.ordered.insert(level.sku);
        const auto [stored, is_new] = state_.levels.try_emplace(level.sku, level);
        if (!is_new && level.version > stored->second.version) stored->second = level;
    }

    std::set<Sku> ordered_among(const std::vector<Sku>& skus) override {
        std::set<Sku> found;
        for (const auto& sku : skus)
            if (state_.ordered.contains(sku)) found.insert(sku);
        return found;
    }

    CatalogState& state_;
    FakeProducts products_;
    FakeCategories categories_;
};

template class FakeStore<catalog::CatalogWork, CatalogState, FakeCatalogWork>;

FakeCatalog::FakeCatalog() = default;
FakeCatalog::~FakeCatalog() = default;

Result<catalog::ProductRows> FakeCatalog::list(const catalog::ProductPageQuery& query) const {
    std::vector<Ranked> matches;
    for (const auto& [id, snapshot] : state().products)
        if (matches_filter(state(), snapshot, query.filter)) matches.emplace_back(key_of(state(), snapshot, query), id);
    const bool is_ascending = query.sort.direction == catalog::Direction::ascending;
    std::ranges::sort(matches, [&](const Ranked& a, const Ranked& b) { return is_ascending ? a < b : b < a; });
    catalog::ProductRows rows;
    for (const auto& match : matches) {
        const auto after = query.after ? Ranked{query.after->key, query.after->id} : match;
        if (query.after && !(is_ascending ? after < match : match < after)) continue;
        if (rows.items.size() == static_cast<std::size_t>(query.limit)) {
            rows.next = catalog::PagePosition{key_of(state(), state().products.at(rows.items.back().id), query),
                                              rows.items.back().id};
            break;
        }
        rows.items.push_back(view_of(state(), state().products.at(match.second), query.filter.scope));
    }
    return rows;
}

Result<std::optional<catalog::ProductView>> FakeCatalog::find(const catalog::ProductKey& key) const {
    for (const auto& [id, snapshot] : state().products) {
        const auto* const asked = std::get_if<ProductId>(&key);
        const bool is_asked = asked != nullptr ? *asked == id : std::get<catalog::Slug>(key) == snapshot.content.slug;
        if (is_asked && is_listed(snapshot)) return view_of(state(), snapshot, Scope::listed);
    }
    return std::optional<catalog::ProductView>{};
}

Result<std::optional<catalog::ProductView>> FakeCatalog::find_any(ProductId id) const {
    const auto found = state().products.find(id);
    if (found == state().products.end()) return std::optional<catalog::ProductView>{};
    return view_of(state(), found->second, Scope::all);
}

Result<std::vector<catalog::CategoryView>> FakeCatalog::categories() const {
    std::vector<catalog::CategoryView> views;
    for (const auto& [id, snapshot] : state().categories) {
        const auto category = catalog::Category::restore(snapshot);
        const auto count = std::ranges::count_if(state().products, [&, key = id](const auto& entry) {
            return is_listed(entry.second) && stands_below(state(), entry.second, key);
        });
        views.push_back(
            {id, category.slug().text(), category.name(), category.parent(), {}, count, category.version()});
    }
    return views;
}

Result<std::vector<catalog::Offer>> FakeCatalog::offers(const std::vector<Sku>& skus) const {
    std::vector<catalog::Offer> offers;
    for (const auto& [id, snapshot] : state().products) {
        if (!is_listed(snapshot)) continue;
        for (const auto& variant : view_of(state(), snapshot, Scope::listed).variants)
            if (std::ranges::find(skus, variant.sku) != skus.end())
                offers.push_back({variant.sku, id, catalog::offer_title(snapshot.content.title, variant.title),
                                  variant.price, variant.available});
    }
    return offers;
}

}  // namespace orion::test
