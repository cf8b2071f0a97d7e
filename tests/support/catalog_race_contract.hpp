#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/catalog/change_category.hpp"
#include "orion/catalog/list_categories.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// What every catalogue must do when eight editors do the same thing at once. `Catalog` as for CatalogContract.
template <class Catalog>
class CatalogRaceContract {
public:
    explicit CatalogRaceContract(Catalog& catalogue) : shop_{catalogue} {}

    void check() {
        SUBCASE("one slug goes to one product") {
            const auto at_once = [&](std::size_t i) {
                return save(product("Green Tea", "GREEN-" + std::to_string(i)));
            };
            CHECK(eight_times(at_once) == Counts{{"fine", 1}, {"slug_taken", 7}});
        }
        SUBCASE("one SKU goes to one product") {
            const auto at_once = [&](std::size_t i) { return save(product("Tea " + std::to_string(i), "BLACK")); };
            CHECK(eight_times(at_once) == Counts{{"fine", 1}, {"sku_taken", 7}});
        }
        SUBCASE("one slug goes to one category") {
            const auto at_once = [&](std::size_t) { return save(category("Tea")); };
            CHECK(eight_times(at_once) == Counts{{"fine", 1}, {"slug_taken", 7}});
        }
        SUBCASE("one edit of a product wins, and the others are told") {
            const auto tea = product("Tea", "TEA");
            REQUIRE(save(tea));
            const auto at_once = [&](std::size_t i) -> Result<void> {
                auto mine = load(tea.id(), 1);
                ORION_CHECK(mine.revise(content("Tea " + std::to_string(i), "TEA"), shop_.clock.now()));
                return save(mine);
            };
            CHECK(eight_times(at_once) == Counts{{"fine", 1}, {"product_changed", 7}});
        }
        check_tree();
        SUBCASE("who looks first makes what is missing once") {
            std::atomic<int> made = 0;
            const auto at_once = [&](std::size_t) -> Result<void> {
                const auto coffee = category("Coffee");
                bool is_missing = false;
                ORION_CHECK(shop_.store().transact([&](catalog::CatalogWork& work) -> Result<void> {
                    is_missing = !work.categories().find_by_slug(coffee.slug());
                    return is_missing ? work.categories().save(coffee) : Result<void>{};
                }));
                made += is_missing ? 1 : 0;
                return {};
            };
            CHECK(eight_times(at_once) == Counts{{"fine", 8}});
            CHECK(made == 1);
        }
    }

private:
    using Counts = std::map<std::string, int>;

    void check_tree() {
        SUBCASE("eight categories that are hung below each other are still a tree") {
            std::vector<catalog::Category> shelves;
            for (int i = 0; i < 8; ++i) {
                shelves.push_back(category("Shelf " + std::to_string(i)));
                REQUIRE(save(shelves.back()));
            }
            catalog::ChangeCategory change{
                {.store = shop_.store(), .queries = shop_.queries(), .clock = shop_.clock, .ids = shop_.ids}};
            const auto at_once = [&](std::size_t i) {
                return change.execute({.category = shelves[i].id(),
                                       .name = shelves[i].name(),
                                       .parent = std::optional{shelves[(i + 1) % 8].id()}});
            };
            CHECK(eight_times(at_once) == Counts{{"fine", 7}, {"category_cycle", 1}});
            const auto tree = catalog::ListCategories{shop_.queries()}.execute();
            REQUIRE(tree->size() == 1);
            CHECK(depth_of(tree->front()) == 8);
            const auto levels = shop_.store().transact([&](catalog::CatalogWork& work) -> Result<std::size_t> {
                return work.categories().levels_below(tree->front().id);
            });
            CHECK(levels == 7);
        }
    }

    static int depth_of(const catalog::CategoryView& view) {
        return view.children.empty() ? 1 : 1 + depth_of(view.children.front());
    }

    static catalog::ProductContent content(const std::string& title, const std::string& sku) {
        return {.slug = catalog::Slug::derive(title),
                .title = title,
                .description = "",
                .variants = {{.sku = *Sku::parse(sku), .title = "", .price = {500, *Currency::parse("GBP")}}}};
    }
    catalog::Product product(const std::string& title, const std::string& sku) {
        auto made =
            catalog::Product::create(shop_.ids.template next<ProductId>(), content(title, sku), shop_.clock.now());
        return made.value();
    }
    catalog::Category category(const std::string& name) {
        auto made = catalog::Category::create(
            {shop_.ids.template next<CategoryId>(), catalog::Slug::derive(name), name}, nullptr);
        return made.value();
    }
    Result<void> save(const catalog::Product& product) {
        return shop_.store().transact([&](catalog::CatalogWork& work) { return work.products().save(product); });
    }
    Result<void> save(const catalog::Category& category) {
        return shop_.store().transact([&](catalog::CatalogWork& work) { return work.categories().save(category); });
    }

    /// The product, as a slow editor has had it on his screen since that version.
    catalog::Product load(ProductId id, std::int64_t version) {
        auto loaded = shop_.store().transact(
            [&](catalog::CatalogWork& work) -> Result<catalog::Product> { return work.products().find(id).value(); });
        auto snapshot = loaded.value().snapshot();
        snapshot.version = version;
        return catalog::Product::restore(snapshot);
    }

    /// How often each error code came.
    template <class Act>
    static Counts eight_times(Act act) {
        std::vector<std::string> codes(8);
        {
            std::vector<std::jthread> editors;
            for (std::size_t i = 0; i < codes.size(); ++i)
                editors.emplace_back([&, i] {
                    const auto result = act(i);
                    codes[i] = result ? "fine" : std::string{result.error().code.text()};
                });
        }
        Counts counts;
        for (const auto& code : codes) ++counts[code];
        return counts;
    }

    Catalog& shop_;
};

}  // namespace orion::test
