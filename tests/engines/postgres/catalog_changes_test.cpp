#include "support/catalog_changes_contract.hpp"
#include "support/engines.hpp"
#include "support/postgres_shop.hpp"

#include <doctest/doctest.h>

using namespace orion;

namespace {

struct PostgresBench {
    persistence::Database& database() { return shop.database; }
    test::PostgresShop shop{"messaging", "catalog"};
};

}  // namespace

TEST_SUITE("catalog/changes") {
    TEST_CASE("the feed of the catalogue's changes in PostgreSQL") {
        if (!test::engine("postgres_url")) {
            MESSAGE("SKIPPED: no PostgreSQL runs for the tests");
            return;
        }
        test::catalog_changes_contract<PostgresBench>();
    }
}
