#include "orion/catalog/import_catalogue.hpp"

#include "support/fake_catalog.hpp"
#include "support/fake_catalogue_source.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;
using namespace orion::catalog;

namespace {

ImportedVariant variant(std::size_t line, const std::string& sku, const std::string& price = "5.00") {
    return {.line = line, .sku = sku, .price = price};
}

ImportedProduct product(std::size_t line, const std::string& title, std::vector<ImportedVariant> variants) {
    return {.line = line, .title = title, .variants = std::move(variants)};
}

class Import {
public:
    ImportReport run(std::initializer_list<CatalogueEntry> entries) {
        test::FakeCatalogueSource source{entries};
        return run(source).value();
    }

    Result<ImportReport> run(CatalogueSource& source) {
        notes = {};
        return ImportCatalogue{shop, stock, shop.clock, shop.ids}.execute({.currency = *Currency::parse("GBP")}, source,
                                                                          notes);
    }

    /// "line code, line code"
    std::string rejections() const {
        std::string text;
        for (const auto& problem : notes.rejections)
            text += (text.empty() ? "" : ", ") + std::to_string(problem.line) + " " + std::string{problem.code.text()};
        return text;
    }

    const ProductSnapshot& only_product() const {
        REQUIRE(shop.state().products.size() == 1);
        return shop.state().products.begin()->second;
    }

    test::FakeCatalog shop;
    test::FakeOpeningStock stock;
    test::ImportNotes notes;
};

}  // namespace

TEST_SUITE("catalog/import_catalogue") {
    TEST_CASE("the second import of a file changes nothing") {
        Import import;
        const auto tea = [] {
            auto entry = product(1, "Tea", {variant(1, "TEA-S", "4.50"), variant(1, "TEA-L", "9")});
            entry.categories = std::vector<CategoryPath>(1, CategoryPath{"Drinks", "Tea"});
            entry.variants[0].opening_stock = 12;
            return entry;
        };
        const auto first = import.run({tea(), product(2, "Cup", {variant(2, "CUP")})});
        CHECK(first.products == ImportCounts{.created = 2});
        CHECK(first.variants == ImportCounts{.created = 3});
        CHECK(first.categories == ImportCounts{.created = 2});
        CHECK(import.stock.received.at(*Sku::parse("TEA-S")) == 12);

        const auto second = import.run({tea(), product(2, "Cup", {variant(2, "CUP")})});
        CHECK(second.products == ImportCounts{.unchanged = 2});
        CHECK(second.variants == ImportCounts{.unchanged = 3});
        CHECK(second.categories == ImportCounts{});
        CHECK(import.stock.received.at(*Sku::parse("TEA-S")) == 12);
        CHECK(import.shop.state().price_history.size() == 3);
    }

    TEST_CASE("a price list changes prices and nothing else") {
        Import import;
        auto tea = product(1, "Tea", {variant(1, "TEA", "4.50")});
        tea.description = "Malty.";
        tea.variants.front().currency = "EUR";
        import.run({tea});
        const auto report =
            import.run({ImportedProduct{.line = 1, .variants = {variant(1, "TEA", "4.75"), variant(2, "NEW", "1")}}});
        CHECK(report.variants == ImportCounts{.created = 1, .updated = 1});
        const auto& content = import.only_product().content;
        CHECK(content.title == "Tea");
        CHECK(content.description == "Malty.");
        CHECK(content.variants.front().price == Money{475, *Currency::parse("EUR")});
    }

    TEST_CASE("a bad line is rejected alone") {
        Import import;
        const auto report = import.run({
            product(1, "Tea", {variant(1, "TEA")}),
            product(2, "", {variant(2, "NAMELESS")}),
            product(3, "Bad SKU", {variant(3, "a b")}),
            product(4, "Free", {variant(4, "FREE", "0")}),
            product(5, "Fractions", {variant(5, "HALF", "1.005")}),
            product(6, "Minus", {variant(6, "MINUS", "-1")}),
            RejectedLine{{7, "malformed_line", "This is not JSON."}},
            product(8, "Nothing", {}),
            product(9, "Twice", {variant(9, "TWICE"), variant(9, "TWICE")}),
            product(10, "Cup", {variant(10, "CUP")}),
        });
        CHECK(report.products.created == 2);
        CHECK(report.rejected == 8);
        CHECK(report.lines == 10);
        CHECK(import.shop.state().products.size() == 2);
        CHECK(import.rejections() ==
              "7 malformed_line, 2 required, 3 malformed_sku, 4 out_of_range, 5 too_precise, 6 out_of_range, "
              "8 no_variants, 9 duplicate_sku");
    }

    TEST_CASE("a bad row does not take the other rows of its product along") {
        Import import;
        const auto report = import.run({product(
            1, "Tea", {variant(1, "TEA-1"), variant(2, "TEA 2"), variant(3, "TEA-3", "x"), variant(4, "TEA-4")})});
        CHECK(report.variants.created == 2);
        CHECK(import.rejections() == "2 malformed_sku, 3 malformed_amount");
        CHECK(import.only_product().content.variants.size() == 2);
    }

    TEST_CASE("a SKU stays with its product") {
        Import import;
        import.run({product(1, "Tea", {variant(1, "TEA")}), product(2, "Cup", {variant(2, "CUP")})});
        import.run({product(1, "Set", {variant(1, "TEA"), variant(1, "CUP")})});
        CHECK(import.rejections() == "1 sku_in_other_product");
    }

    TEST_CASE("products of one name get slugs of their own, the same in every import") {
        Import import;
        for (int round = 0; round < 2; ++round) {
            import.run({product(1, "Ball", {variant(1, "BALL-1")}), product(2, "Ball", {variant(2, "BALL-2")})});
            CHECK(import.shop.state().products.size() == 2);
            CHECK(import.shop.find(*Slug::parse("ball"))->has_value());
            CHECK(import.shop.find(*Slug::parse("ball-ball-2"))->has_value());
        }
    }

    TEST_CASE("rows of one slug belong together wherever they stand") {
        Import import;
        auto first = product(1, "Tea", {variant(1, "TEA-1")});
        first.slug = "tea";
        auto second = product(3, "Tea", {variant(3, "TEA-2")});
        second.slug = "tea";
        import.run({first, product(2, "Cup", {variant(2, "CUP")}), second});
        CHECK(import.shop.find(*Slug::parse("tea"))->value().variants.size() == 2);
    }

    TEST_CASE("an archived product stays archived unless the file says otherwise") {
        Import import;
        auto tea = product(1, "Tea", {variant(1, "TEA")});
        tea.status = "archived";
        CHECK(import.run({tea}).products.created == 1);
        tea.status.reset();
        CHECK(import.run({tea}).products.unchanged == 1);
        CHECK(import.only_product().status == ProductStatus::archived);
        tea.status = "active";
        CHECK(import.run({tea}).products.updated == 1);
        CHECK(import.only_product().status == ProductStatus::active);
        tea.status = "sold";
        import.run({tea});
        CHECK(import.rejections() == "1 unknown_status");
    }

    TEST_CASE("a category tree is imported by slug, parents as they are needed") {
        Import import;
        const ImportedCategory green{1, {{"t1", "Tea"}, {"t2", "Green tea"}}};
        const ImportedCategory tea{2, {{"t1", "Tea"}}};
        auto report = import.run({green, tea, ImportedCategory{3, {{"t1", "Tea"}, {"t3", ""}}}});
        CHECK(report.categories == ImportCounts{.created = 2, .unchanged = 1});
        CHECK(import.rejections() == "3 required");
        report = import.run({green, ImportedCategory{2, {{"t1", "Teas"}}}});
        CHECK(report.categories == ImportCounts{.updated = 1, .unchanged = 1});
    }

    TEST_CASE("many entries go in several batches, and stock follows each") {
        Import import;
        test::FakeCatalogueSource source{};
        for (std::size_t i = 1; i <= 250; ++i) {
            auto entry = product(i, "Item " + std::to_string(i), {variant(i, "ITEM-" + std::to_string(i))});
            entry.variants.front().opening_stock = 1;
            source.add(entry);
        }
        CHECK(import.run(source)->products.created == 250);
        CHECK(import.notes.batches == 3);
        CHECK(import.stock.calls == 3);
        CHECK(import.stock.received.size() == 250);
    }

    TEST_CASE("a file that breaks off leaves what came before") {
        Import import;
        test::FakeCatalogueSource source{product(1, "Tea", {variant(1, "TEA")})};
        source.break_off();
        const auto report = import.run(source);
        REQUIRE_FALSE(report);
        CHECK(report.error().code == "unreadable_file");
        CHECK(import.only_product().content.title == "Tea");
    }
}
