#pragma once

#include "support/catalog_contract.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

/// What every catalogue must do for those who edit it. `Catalog` as for CatalogContract.
template <class Catalog>
class CatalogEditingContract : private CatalogContract<Catalog> {
public:
    explicit CatalogEditingContract(Catalog& catalogue) : CatalogContract<Catalog>{catalogue} {}

    void check() {
        SUBCASE("that something was ordered is never forgotten") { ordered(); }
        SUBCASE("a product that is removed leaves nothing but its prices") { removal(); }
        SUBCASE("editors see every product with every variant") { editors_view(); }
        SUBCASE("only an empty category goes") { category_removal(); }
    }

private:
    using Steps = CatalogContract<Catalog>;
    using Steps::category;
    using Steps::code_of;
    using Steps::content;
    using Steps::load;
    using Steps::save;
    using Steps::sell;
    using Steps::shop_;
    using Steps::sku;
    using Steps::titles;
    using Steps::variant;

    void ordered() {
        const auto ordered_of = [&](const std::vector<Sku>& skus) {
            return shop_.store()
                .transact([&](catalog::CatalogWork& work) -> Result<std::set<Sku>> {
                    return work.availability().ordered_among(skus);
                })
                .value();
        };
        const auto hear = [&](const std::string& code, std::int64_t version, bool was_ordered) {
            CHECK(catalog::ProjectAvailability{shop_.store()}.execute(
                {shop_.ids.template next<MessageId>(), {{sku(code), 5 + version, version, was_ordered}}}));
        };
        const std::vector<Sku> both{sku("MUG"), sku("POT")};
        sell(content("Mug", {variant("MUG", 100)}));
        hear("MUG", 3, false);
        hear("POT", 1, false);
        CHECK(ordered_of(both).empty());
        hear("MUG", 2, true);  // late, but no less ordered
        hear("MUG", 4, false);
        CHECK(ordered_of(both) == std::set{sku("MUG")});
        CHECK(shop_.queries().offers({sku("MUG")})->front().available == 9);
        CHECK(ordered_of({}).empty());
    }

    void removal() {
        const auto tea = category("Tea", nullptr);
        auto written = content("Green Tea", {variant("GREEN", 500)});
        written.categories = {tea.id()};
        const auto id = sell(written);
        auto late = load(id);
        REQUIRE(late.archive(shop_.clock.now()));
        const auto remove = [&](const catalog::Product& product) {
            return shop_.store().transact([&](catalog::CatalogWork& work) { return work.products().remove(product); });
        };
        CHECK(code_of(remove(load(id))) == "fine");
        CHECK(code_of(remove(late)) == "product_changed");
        CHECK(code_of(save(late)) == "product_changed");
        CHECK(titles({.q = "green"}).empty());
        CHECK(titles({.scope = catalog::ProductFilter::Scope::all}).empty());
        CHECK_FALSE(shop_.queries().find_any(id)->has_value());
        CHECK(shop_.price_history_size() == 1);
        sell(written);
        CHECK(titles({.q = "green"}) == "Green Tea");
    }

    void editors_view() {
        sell("Beta", 300);
        auto hidden = variant("HIDDEN", 100);
        hidden.selling = catalog::Selling::no;
        const auto alpha = sell(content("Alpha", {variant("SHOWN", 200), hidden}));
        const auto draft = catalog::Product::create(shop_.ids.template next<ProductId>(),
                                                    content("Draft", {variant("DRAFT", 1)}), shop_.clock.now());
        REQUIRE(save(*draft));
        const auto seen = [&](catalog::ListProductsQuery query) {
            query.scope = catalog::ProductFilter::Scope::all;
            return titles(query);
        };
        for (const int limit : {1, 2, 100}) {
            CHECK(seen({.sort = "name", .limit = limit}) == "Alpha,Beta,Draft");
            CHECK(seen({.sort = "-price", .limit = limit}) == "Beta,Alpha,Draft");
            CHECK(seen({.sort = "-name", .limit = limit, .status = "active"}) == "Beta,Alpha");
        }
        CHECK(seen({.q = "draft"}) == "Draft");
        CHECK(seen({.q = "hidden"}) == "Alpha");
        CHECK(seen({.status = "archived"}).empty());
        CHECK(titles({.sort = "name"}) == "Alpha,Beta");

        const auto view = shop_.queries().find_any(alpha)->value();
        REQUIRE(view.variants.size() == 2);
        CHECK(view.variants[0].selling == catalog::Selling::yes);
        CHECK(view.variants[1].selling == catalog::Selling::no);
        CHECK(shop_.queries().find_any(draft->id())->value().status == draft->status());
    }

    void category_removal() {
        const auto drinks = category("Drinks", nullptr);
        const auto tea = category("Tea", &drinks);
        auto draft = content("Sencha", {});
        draft.categories = {tea.id()};
        auto sencha = *catalog::Product::create(shop_.ids.template next<ProductId>(), draft, shop_.clock.now());
        REQUIRE(save(sencha));
        const auto remove = [&](const catalog::Category& which) {
            return shop_.store().transact([&](catalog::CatalogWork& work) { return work.categories().remove(which); });
        };
        const auto levels = shop_.store().transact([&](catalog::CatalogWork& work) -> Result<std::size_t> {
            return work.categories().levels_below(drinks.id()) * 10 + work.categories().levels_below(tea.id());
        });
        CHECK(levels == 10);
        CHECK(code_of(remove(drinks)) == "category_not_empty");
        CHECK(code_of(remove(tea)) == "category_not_empty");
        sencha = load(sencha.id());
        REQUIRE(sencha.revise(content("Sencha", {}), shop_.clock.now()));
        REQUIRE(save(sencha));
        const auto find = [&](CategoryId id) {
            return shop_.store()
                .transact([&](catalog::CatalogWork& work) -> Result<catalog::Category> {
                    return work.categories().find(id).value();
                })
                .value();
        };
        const auto late = find(drinks.id());
        CHECK(code_of(remove(find(tea.id()))) == "fine");
        auto renamed = late;
        REQUIRE(renamed.rename("Beverages"));
        REQUIRE(save(renamed));
        CHECK(code_of(remove(late)) == "category_changed");
        CHECK(code_of(remove(find(drinks.id()))) == "fine");
        CHECK(catalog::ListCategories{shop_.queries()}.execute()->empty());
    }
};

}  // namespace orion::test
