#include "orion/persistence/catalog/soci_catalog_store.hpp"
#include "orion/persistence/catalog/soci_catalogue_queries.hpp"

#include "support/catalog_contract.hpp"
#include "support/fake_id_generator.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

namespace {

class SqliteCatalog {
public:
    orion::catalog::CatalogStore& store() { return store_; }
    orion::catalog::CatalogueQueries& queries() { return queries_; }
    std::size_t price_history_size() {
        return shop_.database.read([](orion::persistence::Session& session) {
            return session.rows<std::int64_t>("SELECT number FROM catalog_price_history").size();
        });
    }

    orion::Result<void> run(orion::persistence::Sql sql) {
        return shop_.database.write([&](orion::persistence::Session& session) -> orion::Result<void> {
            session.run(sql);
            return {};
        });
    }

private:
    orion::test::ShopDatabase shop_{"messaging", "catalog"};
    orion::persistence::SociCatalogStore store_{shop_.database, shop_.clock};
    orion::persistence::SociCatalogueQueries queries_{shop_.database};

public:
    orion::test::FakeClock& clock = shop_.clock;
    orion::test::FakeIdGenerator ids;
};

}  // namespace

TEST_SUITE("catalog/sqlite") {
    TEST_CASE("the catalogue in SQLite") {
        SqliteCatalog shop;
        orion::test::CatalogContract{shop}.check();
    }

    TEST_CASE("the price history cannot be rewritten") {
        SqliteCatalog shop;
        REQUIRE(
            shop.run("INSERT INTO catalog_price_history (sku, product_id, price, currency, since) "
                     "VALUES ('A', 'B', 1, 'GBP', 0)"));
        CHECK_THROWS(shop.run("UPDATE catalog_price_history SET price = 2"));
        CHECK_THROWS(shop.run("DELETE FROM catalog_price_history"));
        CHECK(shop.price_history_size() == 1);
    }
}
