#include "support/identity_contract.hpp"
#include "support/sessions_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

using namespace orion;

namespace {

using Identity = test::SociIdentity<test::ShopDatabase>;

}  // namespace

TEST_SUITE("identity/sqlite") {
    TEST_CASE("accounts in SQLite keep the contract of stores of accounts") {
        Identity shop;
        test::IdentityContract{shop}.check();
    }

    TEST_CASE("sessions in SQLite keep the contract of stores of sessions") {
        Identity shop;
        test::SessionsContract{shop}.check();
    }
}
