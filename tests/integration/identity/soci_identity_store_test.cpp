#include "support/asking_for_mails.hpp"
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

    // A known address once cost one insert more than an unknown one.
    TEST_CASE("asking for a new password costs SQLite as much, whoever has an account") {
        Identity shop;
        test::password_resets_cost_alike(shop);
    }
}
