#include "orion/catalog/list_products.hpp"

#include "orion/catalog/page_cursor.hpp"

#include "support/fake_catalog.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;
using namespace orion::catalog;

namespace {

class Shop {
public:
    Shop() {
        for (const auto* const title : {"Assam tea", "Darjeeling tea", "Green tea"}) {
            auto product = *Product::create(shop_.ids.next<ProductId>(),
                                            {.slug = Slug::derive(title),
                                             .title = title,
                                             .description = "",
                                             .variants = {{.sku = *Sku::parse(Slug::derive(title).text()),
                                                           .title = "",
                                                           .price = Money{500, *Currency::parse("GBP")}}}},
                                            shop_.clock.now());
            REQUIRE(product.publish(shop_.clock.now()));
            REQUIRE(shop_.store().transact([&](CatalogWork& work) { return work.products().save(product); }));
        }
    }

    Result<ProductPage> list(const ListProductsQuery& query) const { return ListProducts{shop_}.execute(query); }

    std::string bad_fields(const ListProductsQuery& query) const {
        const auto page = list(query);
        if (page) return "none";
        std::string fields;
        for (const auto& error : page.error().fields)
            fields += error.field + " " + std::string{error.code.text()} + ";";
        return fields;
    }

private:
    test::FakeCatalog shop_;
};

}  // namespace

TEST_SUITE("catalog/list_products") {
    TEST_CASE("every bad parameter is named at once") {
        const Shop shop;
        CHECK(shop.bad_fields({.q = std::string(201, 'x'),
                               .min_price = -1,
                               .max_price = -1,
                               .sort = "colour",
                               .cursor = "?",
                               .limit = 0}) ==
              "min_price out_of_range;max_price out_of_range;limit out_of_range;q too_long;sort unknown_sort;"
              "cursor invalid_cursor;");
        CHECK(shop.bad_fields({.q = "a\nb"}) == "q malformed_text;");
        CHECK(shop.bad_fields({.limit = 101}) == "limit out_of_range;");
        CHECK(shop.bad_fields({.sort = "--name"}) == "sort unknown_sort;");
        CHECK(shop.bad_fields({.sort = ""}) == "sort unknown_sort;");
    }

    TEST_CASE("a cursor belongs to its list") {
        const Shop shop;
        const auto cursor = *shop.list({.q = "tea", .limit = 1})->next_cursor;
        CHECK(shop.list({.q = "tea", .cursor = cursor}));
        CHECK(shop.list({.q = "tea", .cursor = cursor, .limit = 50}));
        CHECK(shop.bad_fields({.cursor = cursor}) == "cursor invalid_cursor;");
        CHECK(shop.bad_fields({.q = "green", .cursor = cursor}) == "cursor invalid_cursor;");
        CHECK(shop.bad_fields({.q = "tea", .sort = "name", .cursor = cursor}) == "cursor invalid_cursor;");
        CHECK(shop.bad_fields({.q = "tea", .max_price = 900, .cursor = cursor}) == "cursor invalid_cursor;");
        CHECK(shop.bad_fields({.q = "tea", .category = "tea", .cursor = cursor}) == "cursor invalid_cursor;");
    }

    TEST_CASE("a damaged cursor is noticed wherever the damage is") {
        const Shop shop;
        const auto cursor = *shop.list({.sort = "created_at", .limit = 1})->next_cursor;
        REQUIRE(shop.bad_fields({.sort = "created_at", .cursor = cursor}) == "none");
        for (std::size_t length = 0; length < cursor.size(); ++length) {
            CAPTURE(length);
            const auto cut = shop.list({.sort = "created_at", .cursor = cursor.substr(0, length)});
            if (length < 60) CHECK_FALSE(cut);
        }
        CHECK(shop.bad_fields({.sort = "created_at", .cursor = cursor + "="}) == "cursor invalid_cursor;");
        CHECK(shop.bad_fields({.sort = "created_at", .cursor = ""}) == "cursor invalid_cursor;");
        CHECK(shop.bad_fields({.sort = "created_at", .cursor = std::string(5'000, 'A')}) == "cursor invalid_cursor;");
    }

    TEST_CASE("a cursor whose id is written otherwise is not what the shop wrote") {
        const std::string lower = "0198c0de-0000-7000-8000-0000000000ab";
        const std::string upper = "0198C0DE-0000-7000-8000-0000000000AB";
        const ProductSort sort{SortField::name, Direction::ascending};
        const auto cursor = [&](const std::string& key) {
            return write_cursor({.key = key, .id = *ProductId::parse(lower)}, {}, sort);
        };
        // An id takes 48 characters there: the product's begins at the 16th, one in the key at the 68th.
        const auto with_lower = cursor("xx" + lower);
        const auto with_upper = cursor("xx" + upper);
        REQUIRE(with_lower.substr(16, 48) == with_lower.substr(68, 48));
        REQUIRE(read_cursor(with_lower, {}, sort));
        auto forged = with_lower;
        forged.replace(16, 48, with_upper, 68, 48);
        CHECK_FALSE(read_cursor(forged, {}, sort));
    }

    TEST_CASE("relevance without words means newest first") {
        const Shop shop;
        CHECK(shop.list({.sort = "relevance"})->items.front().title == "Green tea");
        CHECK(shop.list({.q = " ", .sort = "-relevance"})->items.front().title == "Green tea");
    }
}
