#include "orion/identity/role.hpp"

#include <doctest/doctest.h>

namespace orion::identity {

TEST_SUITE("roles") {
    TEST_CASE("every role has a name that leads back to it") {
        for (const auto role : roles) CHECK(parse_role(role_name(role)) == role);
    }

    TEST_CASE("nobody is what the shop does not know") {
        for (const auto* const name : {"", "Admin", "root", "customer "}) {
            const auto role = parse_role(name);
            REQUIRE_FALSE(role);
            CHECK(role.error().code == "unknown_role");
        }
    }
}

}  // namespace orion::identity
