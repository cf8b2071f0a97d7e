#include "orion/persistence/deep_check.hpp"

#include "orion/persistence/session.hpp"
#include "orion/system/free_space.hpp"

#include "support/shop_database.hpp"

#include <doctest/doctest.h>

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
