#include "orion/catalog/change_category.hpp"
#include "orion/catalog/change_product.hpp"
#include "orion/catalog/create_category.hpp"
#include "orion/catalog/create_product.hpp"
#include "orion/catalog/remove_product.hpp"
#include "orion/catalog/remove_variant.hpp"

#include "support/code_of.hpp"
#include "support/fake_catalog.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using namespace orion;
using namespace orion::catalog;

namespace {

Variant variant(const std::string& sku) {
    return {.sku = *Sku::parse(sku), .title = "", .price = Money{500, *Currency::parse("GBP")}};
}

/// A shop with somebody who edits it.
class Office {
public:
    test::FakeCatalog shop;
    CatalogEditing editing{.store = shop.store(), .queries = shop.queries(), .clock = shop.clock, .ids = shop.ids};

    ProductView sell(const std::string& title, std::vector<Variant> variants) const {
        const ProductChange product{.title = title, .status = ProductStatus::active, .variants = std::move(variants)};
        return CreateProduct{editing}.execute(product).value();
    }
    CategoryId shelf(const std::string& name, std::optional<CategoryId> parent = std::nullopt) const {
        return CreateCategory{editing}.execute({.name = name, .parent = parent}).value();
    }
    void order(const std::string& sku) {
        REQUIRE(shop.store().transact([&](CatalogWork& work) -> Result<void> {
            work.availability().apply({*Sku::parse(sku), 1, 1, true});
            return {};
        }));
    }
    const CategorySnapshot& category(CategoryId id) { return shop.state().categories.at(id); }
};

}  // namespace

TEST_SUITE("catalog/editing") {
    TEST_CASE("products of one title get addresses of their own") {
        Office office;
        CHECK(office.sell("Tea", {variant("A")}).slug == "tea");
        CHECK(office.sell("Tea", {variant("B")}).slug == "tea-2");
        CHECK(office.sell("Tea!", {variant("C")}).slug == "tea-3");
    }

    TEST_CASE("categories of one name are told apart by what is above them") {
        Office office;
        const auto tea = office.shelf("Tea");
        office.shelf("Gifts");
        const auto gifts = office.shelf("Gifts", tea);
        CHECK(office.category(gifts).slug.text() == "tea-gifts");
        CHECK(office.category(office.shelf("Gifts")).slug.text() == "gifts-2");
    }

    TEST_CASE("a category whose subtree is too deep for its new place stays") {
        Office office;
        std::optional<CategoryId> deepest;
        for (std::size_t depth = 1; depth < Category::max_depth; ++depth) deepest = office.shelf("Shelf", deepest);
        const auto tea = office.shelf("Tea");
        office.shelf("Green tea", tea);
        ChangeCategory change{office.editing};
        CHECK(test::code_of(change.execute({.category = tea, .name = "Teas", .parent = deepest})) == "too_deep");
        CHECK(office.category(tea).name == "Tea");
        CHECK(office.category(tea).version == 1);
    }

    TEST_CASE("an edit that changes nothing is none") {
        Office office;
        const auto tea = office.sell("Tea", {variant("A")});
        const auto same = ChangeProduct{office.editing}.execute(
            {.product = tea.id, .change = {.title = "Tea", .status = ProductStatus::active}});
        CHECK(same->version == 1);
    }

    TEST_CASE("content and status change in one edit") {
        Office office;
        const auto tea = office.sell("Tea", {variant("A")});
        const auto changed = ChangeProduct{office.editing}.execute(
            {.product = tea.id, .change = {.title = "Old tea", .status = ProductStatus::archived}});
        CHECK(changed->version == 2);
        CHECK(changed->status == ProductStatus::archived);
        const auto back =
            ChangeProduct{office.editing}.execute({.product = tea.id, .change = {.status = ProductStatus::draft}});
        CHECK(test::code_of(back) == "not_active");
    }

    TEST_CASE("an SKU that was ordered goes to nothing else, whatever is done to its product") {
        Office office;
        const auto tea = office.sell("Tea", {variant("A"), variant("B")});
        office.order("A");
        const auto changed = ChangeProduct{office.editing}.execute(
            {.product = tea.id, .change = {.variants = std::vector{variant("C")}}});
        REQUIRE(changed->variants.size() == 2);
        CHECK(changed->variants[1].sku.text() == "A");
        CHECK(changed->variants[1].selling == Selling::no);
        CHECK(RemoveVariant{office.editing}.execute({.product = tea.id, .sku = *Sku::parse("A")}));
        CHECK(RemoveProduct{office.editing}.execute({.product = tea.id}));
        const ProductChange thief{.title = "Other", .variants = std::vector{variant("A")}};
        CHECK(test::code_of(CreateProduct{office.editing}.execute(thief)) == "sku_taken");
    }
}
