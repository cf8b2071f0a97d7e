#include "support/fake_identity.hpp"

#include "support/identity_contract.hpp"
#include "support/sessions_contract.hpp"

using namespace orion;

TEST_SUITE("identity/fake") {
    TEST_CASE("accounts in memory keep the contract of stores of accounts") {
        test::FakeIdentity shop;
        test::IdentityContract{shop}.check();
    }

    TEST_CASE("sessions in memory keep the contract of stores of sessions") {
        test::FakeIdentity shop;
        test::SessionsContract{shop}.check();
    }
}
