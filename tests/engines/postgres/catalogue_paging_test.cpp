#include "orion/catalog/import_catalogue.hpp"
#include "orion/catalog/list_products.hpp"

#include "support/fake_catalogue_source.hpp"
#include "support/postgres_shop.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>

using namespace orion;

namespace {

std::string name(std::size_t i) { return std::to_string(i * 7'919 % 10'007); }

/// Imports products `from` to `to` of a catalogue in which numbers do not come in the order of names.
bool import(test::SociCatalog<test::PostgresShop>& shop, std::size_t from, std::size_t to) {
    test::FakeOpeningStock stock;
    test::FakeCatalogueSource source{};
    for (auto i = from; i < to; ++i)
        source.add(catalog::ImportedProduct{
            .line = i, .title = "Item " + name(i), .variants = {{.line = i, .sku = name(i), .price = "1"}}});
    test::ImportNotes notes;
    const auto report = catalog::ImportCatalogue{shop.store(), stock, shop.clock, shop.ids}.execute(
        {.currency = *Currency::parse("GBP")}, source, notes);
    return report && report->products.created == to - from;
}

}  // namespace

TEST_SUITE("stores/postgres") {
    TEST_CASE("600 products are paged through while another process imports: none twice, none lost") {
        if (!test::engine("postgres_url")) {
            MESSAGE("SKIPPED: no PostgreSQL runs for the tests");
            return;
        }
        test::SociCatalog<test::PostgresShop> shop;
        REQUIRE(import(shop, 1, 601));
        std::set<std::string> before;
        for (std::size_t i = 1; i < 601; ++i) before.insert("Item " + name(i));

        std::atomic<bool> done = false;
        std::atomic<bool> imported_all = true;
        std::jthread importer{[&] {
            for (std::size_t next = 601; !done && next < 5'000; next += 5)
                imported_all = import(shop, next, next + 5) && imported_all;
        }};
        catalog::ListProductsQuery query{.sort = "name", .limit = 20};
        std::multiset<std::string> seen;
        do {
            const auto page = catalog::ListProducts{shop.queries()}.execute(query);
            REQUIRE(page);
            for (const auto& product : page->items) seen.insert(product.title);
            query.cursor = page->next_cursor;
        } while (query.cursor);
        done = true;
        importer.join();

        CHECK(imported_all);
        CHECK(std::ranges::includes(seen, before));
        CHECK(std::set<std::string>{seen.begin(), seen.end()}.size() == seen.size());
    }
}
