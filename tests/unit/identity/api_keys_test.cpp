#include "orion/identity/api_key.hpp"

#include "support/code_of.hpp"
#include "support/identity_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>

using namespace orion;
using namespace std::chrono_literals;
using identity::Scope;
using test::code_of;

namespace {

/// A shop with a till that reads orders.
struct Shop : test::IdentityShop {
    Result<identity::KeyHolder> show(const Secret& key) { return check_api_key.execute(key.expose(), "192.0.2.5"); }
    /// Lets pass what is remembered of keys.
    void forget_keys() { identity.clock.advance(identity::CheckApiKey::remembered_for); }
    auto told(const std::string& act) const { return std::ranges::count(identity.state().acts, act, &Act::name); }

    identity::CreatedApiKey till = create_api_key
                                       .execute({.name = "Till",
                                                 .scopes = {Scope::orders_read},
                                                 .expires_at = identity.clock.now() + std::chrono::hours{24}})
                                       .value();
};

}  // namespace

TEST_SUITE("identity/api_keys") {
    TEST_CASE("whatever is revoked is over within a second, in every process") {
        CHECK(identity::CheckAccess::remembered_for < std::chrono::seconds{1});
        CHECK(identity::CheckApiKey::remembered_for < std::chrono::seconds{1});
    }

    TEST_CASE("a key opens what its scopes say, and only a hash of it is kept") {
        Shop shop;
        const auto holder = shop.show(shop.till.key);
        REQUIRE(holder);
        CHECK(holder->key == shop.till.view.id);
        CHECK(holder->scopes == identity::Scopes{Scope::orders_read});
        const auto& kept = shop.identity.state().api_keys.at(shop.till.view.id);
        CHECK(shop.till.key.expose().starts_with("orion_" + kept.id.to_string() + "."));
        CHECK(kept.hash == shop.digest.sha256(shop.till.key.expose()));
        CHECK(kept.name == "Till");
    }

    TEST_CASE("no other text is a key") {
        Shop shop;
        const auto key = shop.till.key.expose();
        const auto id = shop.till.view.id.to_string();
        const auto unknown = shop.identity.ids.next<identity::ApiKeyId>().to_string();
        for (const auto& text :
             {std::string{}, std::string{"orion_"}, id, "orion_" + id, "orion_" + id + ".", "orion_" + id + ".guess",
              key + "x", key.substr(0, key.size() - 1), "Orion_" + key.substr(6), "orion_" + unknown + key.substr(42),
              std::string(300, 'x'), "orion_" + std::string(36, 'x') + ".x"}) {
            CAPTURE(text);
            CHECK(code_of(shop.show(Secret{text})) == "invalid_api_key");
        }
        CHECK(shop.show(shop.till.key));
    }

    TEST_CASE("a key that was revoked opens nothing after half a second, on every replica") {
        Shop shop;
        REQUIRE(shop.show(shop.till.key));
        REQUIRE(shop.revoke_api_key.execute(shop.till.view.id));
        shop.forget_keys();
        CHECK(code_of(shop.show(shop.till.key)) == "invalid_api_key");
        CHECK(code_of(shop.revoke_api_key.execute(shop.till.view.id)) == "api_key_not_found");
        CHECK(shop.told("api_key_revoked") == 1);
    }

    TEST_CASE("a key opens nothing from the moment at which it expires") {
        Shop shop;
        shop.identity.clock.advance(24h - 1ms);
        CHECK(shop.show(shop.till.key));
        shop.identity.clock.advance(1ms);
        CHECK(code_of(shop.show(shop.till.key)) == "invalid_api_key");
    }

    TEST_CASE("the database is asked about a key twice a second at most, however often it is shown or guessed") {
        Shop shop;
        for (int i = 0; i < 100; ++i) {
            CHECK(shop.show(shop.till.key));
            CHECK_FALSE(shop.show(Secret{"orion_" + shop.till.view.id.to_string() + ".guess"}));
        }
        CHECK(shop.identity.keys_asked == 1);
        shop.forget_keys();
        CHECK(shop.show(shop.till.key));
        CHECK(shop.identity.keys_asked == 2);
    }

    TEST_CASE("while the database does not answer, no key opens anything once it is forgotten") {
        Shop shop;
        REQUIRE(shop.show(shop.till.key));
        shop.identity.is_down = true;
        CHECK(shop.show(shop.till.key));
        shop.forget_keys();
        CHECK(code_of(shop.show(shop.till.key)) == "database_unavailable");
    }

    TEST_CASE("the use of a key is noted and told once a minute, with where it was used") {
        Shop shop;
        const auto noted_at = [&] { return shop.identity.state().api_keys.at(shop.till.view.id).last_used_at; };
        CHECK_FALSE(noted_at());
        const auto first = shop.identity.clock.now();
        for (int second = 0; second < 60; ++second) {
            REQUIRE(shop.show(shop.till.key));
            shop.identity.clock.advance(1s);
        }
        CHECK(noted_at() == first);
        CHECK(shop.told("api_key_used") == 1);
        REQUIRE(shop.show(shop.till.key));
        CHECK(noted_at() == first + 60s);
        CHECK(shop.told("api_key_used") == 2);
        const auto key = named("key", shop.till.view.id);
        CHECK(shop.identity.state().acts.back() ==
              Act{.name = "api_key_used", .subject = key, .actor = key, .address = "192.0.2.5"});
    }

    TEST_CASE("a key that was only guessed at is not used") {
        Shop shop;
        CHECK_FALSE(shop.show(Secret{"orion_" + shop.till.view.id.to_string() + ".guess"}));
        CHECK(shop.told("api_key_used") == 0);
    }

    TEST_CASE("a new key is told with what it opens, and never its text") {
        Shop shop;
        const auto& act = shop.identity.state().acts.back();
        CHECK(act.name == "api_key_created");
        CHECK(act.subject == named("key", shop.till.view.id));
        CHECK(act.after == std::map<std::string, std::string>{{"scopes", "orders:read"}});
    }

    TEST_CASE("a key without name or scope, or one that is over already, is refused with all its faults") {
        Shop shop;
        const auto refused =
            shop.create_api_key.execute({.name = " ", .scopes = {}, .expires_at = shop.identity.clock.now()});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fields.size() == 3);
        CHECK_FALSE(shop.create_api_key.execute({.name = std::string(101, 'x'), .scopes = {Scope::stock_read}}));
    }

    TEST_CASE("keys are listed newest first, page by page") {
        Shop shop;
        for (int i = 0; i < 2; ++i)
            REQUIRE(shop.create_api_key.execute({.name = std::to_string(i), .scopes = {Scope::stock_read}}));
        const auto page = shop.list_api_keys.execute({.limit = 2}).value();
        REQUIRE(page.items.size() == 2);
        CHECK(page.items[0].name == "1");
        REQUIRE(page.next);
        const auto rest = shop.list_api_keys.execute({.after = page.next, .limit = 2}).value();
        REQUIRE(rest.items.size() == 1);
        CHECK(rest.items[0].name == "Till");
        CHECK_FALSE(rest.next);
    }

    TEST_CASE("every scope has a name of its own") {
        for (const auto scope : identity::scopes) CHECK(identity::parse_scope(scope_name(scope)) == scope);
        CHECK(code_of(identity::parse_scope("admin")) == "unknown_scope");
    }

    TEST_CASE("another service learns whose a token is while it works, and nothing of any other text") {
        Shop shop;
        const auto zoe = *shop.sign_up("zoe@example.com");
        const auto told = shop.validate_token.execute(zoe.access_token.expose());
        REQUIRE(told);
        REQUIRE(*told);
        CHECK((*told)->user == zoe.user.id);
        CHECK((*told)->role == identity::Role::customer);
        CHECK_FALSE(*shop.validate_token.execute("no token"));
        REQUIRE(shop.log_out_everywhere.execute(zoe.user.id));
        shop.forget();
        CHECK_FALSE(*shop.validate_token.execute(zoe.access_token.expose()));
        shop.identity.is_down = true;
        shop.forget();
        CHECK(code_of(shop.validate_token.execute(zoe.access_token.expose())) == "database_unavailable");
    }
}
