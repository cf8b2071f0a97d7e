#include "support/catalog_contract.hpp"
#include "support/catalog_editing_contract.hpp"
#include "support/catalog_race_contract.hpp"
#include "support/fake_catalogue_source.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace {

using SqliteCatalog = orion::test::SociCatalog<orion::test::ShopDatabase>;

}  // namespace

TEST_SUITE("catalog/sqlite") {
    TEST_CASE("the catalogue in SQLite") {
        SqliteCatalog shop;
        orion::test::CatalogContract{shop}.check();
    }

    TEST_CASE("the catalogue in SQLite, for its editors") {
        SqliteCatalog shop;
        orion::test::CatalogEditingContract{shop}.check();
    }

    TEST_CASE("the catalogue in SQLite, with eight editors") {
        SqliteCatalog shop;
        orion::test::CatalogRaceContract{shop}.check();
    }

    TEST_CASE("4,000 products are paged through while others come: none twice, none lost") {
        SqliteCatalog shop;
        orion::test::FakeOpeningStock stock;
        const auto add = [&](std::size_t from, std::size_t to) {
            orion::test::FakeCatalogueSource source{};
            for (auto i = from; i < to; ++i) {
                const auto number = std::to_string(i * 7'919 % 10'007);
                source.add(orion::catalog::ImportedProduct{
                    .line = i, .title = "Item " + number, .variants = {{.line = i, .sku = number, .price = "1"}}});
            }
            orion::test::ImportNotes notes;
            const auto report = orion::catalog::ImportCatalogue{shop.store(), stock, shop.clock, shop.ids}.execute(
                {.currency = *orion::Currency::parse("GBP")}, source, notes);
            REQUIRE(report);
            CHECK(report->products.created == to - from);
        };
        add(1, 4'001);
        std::set<std::string> before;
        for (std::size_t i = 1; i < 4'001; ++i) before.insert("Item " + std::to_string(i * 7'919 % 10'007));

        orion::catalog::ListProductsQuery query{.sort = "name", .limit = 100};
        std::set<std::string> seen;
        std::size_t next = 4'001;
        do {
            const auto page = orion::catalog::ListProducts{shop.queries()}.execute(query);
            REQUIRE(page);
            for (const auto& product : page->items) CHECK(seen.insert(product.title).second);
            query.cursor = page->next_cursor;
            add(next, next + 5);
            next += 5;
        } while (query.cursor);
        CHECK(std::ranges::includes(seen, before));
    }

    TEST_CASE("the price history cannot be rewritten") {
        SqliteCatalog shop;
        auto& database = shop.shop.database;
        REQUIRE(database.write([](orion::persistence::Session& session) -> orion::Result<void> {
            session.run(
                "INSERT INTO catalog_price_history (sku, product_id, price, currency, since) "
                "VALUES ('A', 'B', 1, 'GBP', 0)");
            return {};
        }));
        CHECK(orion::test::is_refused(database, "UPDATE catalog_price_history SET price = 2"));
        CHECK(orion::test::is_refused(database, "DELETE FROM catalog_price_history"));
        CHECK(shop.price_history_size() == 1);
    }
}
