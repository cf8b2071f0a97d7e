#include "orion/cli/user_commands.hpp"

#include "support/code_of.hpp"
#include "support/identity_shop.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace orion;
using test::code_of;

namespace {

class LongTokens : public RandomTokens {
public:
    Secret next() override { return Secret{"a random text of 43 characters or so"}; }
};

struct Desk {
    test::IdentityShop shop;
    LongTokens random_tokens;
    std::ostringstream out;
    cli::UserCommands commands{{.create_user = shop.create_user,
                                .list_users = shop.list_users,
                                .change_role = shop.change_role,
                                .disable_user = shop.disable_user,
                                .reset_second_factor = shop.reset_second_factor,
                                .reseal_second_factors = shop.reseal_second_factors,
                                .random_tokens = random_tokens},
                               out};
};

}  // namespace

TEST_SUITE("cli/user_commands") {
    TEST_CASE("an operator makes an admin, whose password is shown once and works") {
        Desk desk;

        REQUIRE(desk.commands.create({.email = "admin@example.com", .name = "Admin", .role = "admin"}));

        const auto text = desk.out.str();
        CHECK(text.contains("admin@example.com  admin  active"));
        const std::string before = "shown this once: ";
        const auto begin = text.find(before) + before.size();
        CHECK(desk.shop.enter("admin@example.com", text.substr(begin, text.find('\n', begin) - begin)));
    }

    TEST_CASE("an operator gives a role and keeps somebody out, by their address") {
        Desk desk;
        REQUIRE(desk.shop.sign_up("zoe@example.com"));

        CHECK(desk.commands.change_role({.email = "ZOE@example.com", .role = "staff"}));
        CHECK(desk.commands.disable("zoe@example.com"));

        CHECK(desk.out.str().contains("zoe@example.com  staff  active"));
        CHECK(desk.out.str().contains("zoe@example.com  staff  disabled"));
        CHECK(code_of(desk.commands.disable("max@example.com")) == "user_not_found");
        CHECK(code_of(desk.commands.change_role({.email = "zoe@example.com", .role = "owner"})) == "unknown_role");
        CHECK(code_of(desk.commands.create({.email = "zoe", .name = "", .role = "staff"})) == "invalid_fields");
    }

    TEST_CASE("an operator has the secrets of apps sealed anew after the key was changed") {
        Desk desk;
        const auto sealed_as = [&desk](const std::string& email, const std::string& seal) {
            const auto user = desk.shop.sign_up(email)->user.id;
            desk.shop.secure(user);
            if (!seal.empty()) desk.shop.change(user, [&](identity::User& it) { it.reseal_second_factor(seal); });
        };
        desk.shop.apps.rule = 1;
        sealed_as("old@example.com", "");
        desk.shop.apps.rule = 2;
        sealed_as("new@example.com", "");
        sealed_as("lost@example.com", "sealed by nobody knows whom");
        REQUIRE(desk.shop.sign_up("without@example.com"));

        CHECK(desk.commands.reseal());
        CHECK(desk.commands.reseal());

        CHECK(desk.out.str() ==
              "1 sealed anew\n1 sealed with neither key: these accounts need recovery codes, or a reset\n"
              "0 sealed anew\n1 sealed with neither key: these accounts need recovery codes, or a reset\n");
    }

    TEST_CASE("an operator lets somebody in who lost app and recovery codes") {
        Desk desk;
        const auto zoe = desk.shop.sign_up("zoe@example.com");
        desk.shop.secure(zoe->user.id);
        REQUIRE(code_of(desk.shop.enter("zoe@example.com")) == "second_factor_required");

        CHECK(desk.commands.reset_second_factor("ZOE@example.com"));

        CHECK(desk.shop.enter("zoe@example.com"));
        CHECK(code_of(desk.commands.reset_second_factor("max@example.com")) == "user_not_found");
    }
}
