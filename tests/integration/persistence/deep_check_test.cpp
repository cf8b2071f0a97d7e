#include "orion/persistence/deep_check.hpp"

#include "orion/persistence/session.hpp"
#include "orion/system/free_space.hpp"
#include "orion/system/system_clock.hpp"

#include "support/code_of.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace orion;
using namespace orion::persistence;
using test::ShopDatabase;

namespace {

bool is_well(Database& database, std::string_view module) {
    try {
        return deep_check(database, module).has_value();
    } catch (const DatabaseFailure&) {
        return false;
    }
}

}  // namespace

TEST_SUITE("persistence/deep_check") {
    TEST_CASE("every module of a new shop is well, and what lost its tables is not") {
        const auto modules = {"messaging", "catalog",  "carts",         "ordering", "inventory",
                              "billing",   "identity", "notifications", "audit"};
        ShopDatabase shop{"messaging", "catalog",  "carts",         "ordering", "inventory",
                          "billing",   "identity", "notifications", "audit"};
        for (const auto* const module : modules) CHECK(is_well(shop.database, module));

        ShopDatabase other{"messaging"};
        CHECK(is_well(other.database, "messaging"));
        CHECK_FALSE(is_well(other.database, "ordering"));
    }

    TEST_CASE("a schema that was migrated past this binary, or back, is told from one that it can work with") {
        ShopDatabase shop{"messaging", "ordering"};
        const auto reads = [&shop] { return deep_check(shop.database, "ordering"); };
        const auto is_now = [&shop](Sql change) {
            REQUIRE(shop.database.write([change](Session& session) -> Result<void> {
                session.run(change);
                return {};
            }));
        };
        is_now("INSERT INTO orion_schema VALUES ('ordering', 1001, 'later', 'sum', 1, 0)");
        CHECK(reads());
        is_now("INSERT INTO orion_schema VALUES ('ordering', 1002, 'much_later', 'sum', 1002, 0)");
        CHECK(test::code_of(reads()) == "schema_too_new");
        is_now("DELETE FROM orion_schema WHERE module = 'ordering' AND version > 1");
        CHECK(test::code_of(reads()) == "schema_too_old");
        CHECK(is_well(shop.database, "messaging"));
    }

    TEST_CASE("a database whose clock is another is told, ahead or behind") {
        using namespace std::chrono_literals;
        ShopDatabase shop{"messaging"};
        const system::SystemClock ours;
        CHECK(check_clock(shop.database, ours, 1s));
        for (const auto difference : {-1h, 1h}) {
            test::FakeClock wrong;
            wrong.set(ours.now() + difference);
            CHECK(test::code_of(check_clock(shop.database, wrong, 1s)) == "clocks_differ");
            CHECK(check_clock(shop.database, wrong, 2h));
        }
    }
}

TEST_SUITE("system/free_space") {
    TEST_CASE("a disk has room or has not, and a folder that is gone has none") {
        const test::TemporaryFolder folder;
        CHECK(system::require_free_space(folder.path(), 1));
        const auto more_than_there_is = std::filesystem::space(folder.path()).capacity + 1;
        CHECK(system::require_free_space(folder.path(), more_than_there_is).error().code == "disk_full");
        CHECK(system::require_free_space(folder.path() / "gone", 1).error().code == "disk_full");
    }
}
