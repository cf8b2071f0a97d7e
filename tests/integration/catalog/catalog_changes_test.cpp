#include "support/catalog_changes_contract.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

using namespace orion;
using namespace std::chrono_literals;
using cache::ChangeReader;

namespace {

struct SqliteBench {
    persistence::Database& database() { return shop.database; }
    test::ShopDatabase shop{"messaging", "catalog"};
};

ChangeReader::Change product(std::int64_t number) { return {number, std::to_string(number), false, false}; }

}  // namespace

TEST_SUITE("catalog/changes") {
    TEST_CASE("the feed of the catalogue's changes in SQLite") { test::catalog_changes_contract<SqliteBench>(); }

    TEST_CASE("a change that commits after a later one is found, and each is told once") {
        using Tags = std::set<std::string>;
        ChangeReader reader{10};
        ChangeReader::Time now{1h};

        CHECK(reader.take({product(11), product(14)}, now) == Tags{"product:11", "product:14"});
        CHECK(reader.read_after(now) == 11);
        CHECK(reader.take({product(13), product(14)}, now) == Tags{"product:13"});
        now += 1s;
        CHECK(reader.read_after(now) == 11);
        CHECK(reader.take({product(12), product(13), product(14), product(15)}, now) ==
              Tags{"product:12", "product:15"});
        now += 1s;
        CHECK(reader.read_after(now) == 15);
    }

    TEST_CASE("a number that stays missing belongs to a transaction that was rolled back") {
        ChangeReader reader{10};
        ChangeReader::Time now{1h};
        reader.take({product(12)}, now);
        CHECK(reader.read_after(now) == 10);
        CHECK(reader.read_after(now) == 12);  // not looked for all the time
        now += 300ms;
        CHECK(reader.read_after(now) == 10);

        now += 16s;

        CHECK(reader.read_after(now) == 12);
    }
}
