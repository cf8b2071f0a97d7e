#include "orion/security/guest_tokens.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace orion;
using namespace orion::security;

namespace {

const ServerSecrets server_secret{.current = Secret{std::string(32, 's')}};
const Uuid uuid = *Uuid::parse("01890a5d-ac96-774b-bcce-b302099a8057");
const Uuid other_uuid = *Uuid::parse("01890a5d-ac96-774b-bcce-b302099a8058");

}  // namespace

TEST_SUITE("security/guest_tokens") {
    TEST_CASE("a keyed hash is HMAC-SHA-256 as RFC 4231 has it, in base64url") {
        CHECK(KeyedHash{Secret{std::string(20, '\x0b')}}.sign("Hi There") ==
              "sDRMYdjbOFNcqK_OrwvxK4gdwgDJgz2nJuk3bC4yz_c");
        CHECK(KeyedHash{Secret{"Jefe"}}.sign("what do ya want for nothing?") ==
              "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
    }

    TEST_CASE("the token of a cart opens this cart only") {
        const HmacCartTokens tokens{server_secret};
        const auto token = tokens.issue(CartId{uuid});
        CHECK(token.expose().starts_with(uuid.to_string() + "."));
        CHECK(tokens.matches(CartId{uuid}, token));
        CHECK_FALSE(tokens.matches(CartId{other_uuid}, token));
        CHECK(HmacCartTokens{server_secret}.matches(CartId{uuid}, token));
    }

    TEST_CASE("the token of a cart says whose it is, but not one that nobody issued") {
        const HmacCartTokens tokens{server_secret};
        const auto token = tokens.issue(CartId{uuid});
        CHECK(tokens.cart_of(token) == CartId{uuid});
        const auto hash = token.expose().substr(uuid.to_string().size() + 1);
        for (const auto& made_up : {std::string{}, uuid.to_string(), uuid.to_string() + ".", hash, hash + "." + hash,
                                    other_uuid.to_string() + "." + hash, token.expose() + "A"})
            CHECK_FALSE(tokens.cart_of(Secret{made_up}));
    }

    TEST_CASE("a token of before tokens said whose they are still opens its cart") {
        const HmacCartTokens tokens{server_secret};
        const Secret old{tokens.issue(CartId{uuid}).expose().substr(uuid.to_string().size() + 1)};
        CHECK(old.expose().size() == 43);
        CHECK(tokens.matches(CartId{uuid}, old));
        CHECK_FALSE(tokens.matches(CartId{other_uuid}, old));
    }

    TEST_CASE("the token of a cart opens no order of the same id, nor the other way round") {
        const HmacCartTokens carts{server_secret};
        const HmacOrderTokens orders{server_secret};
        CHECK_FALSE(orders.matches(OrderId{uuid}, carts.issue(CartId{uuid})));
        CHECK_FALSE(carts.matches(CartId{uuid}, orders.issue(OrderId{uuid})));
        CHECK(orders.matches(OrderId{uuid}, orders.issue(OrderId{uuid})));
    }

    TEST_CASE("another shop's token opens nothing here") {
        const HmacCartTokens elsewhere{{.current = Secret{std::string(32, 't')}}};
        CHECK_FALSE(HmacCartTokens{server_secret}.matches(CartId{uuid}, elsewhere.issue(CartId{uuid})));
    }

    TEST_CASE("a token with one character changed, added or missing opens nothing") {
        const HmacCartTokens tokens{server_secret};
        const auto token = tokens.issue(CartId{uuid}).expose();
        for (std::size_t i = 0; i < token.size(); ++i) {
            auto changed = token;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            CHECK_FALSE(tokens.matches(CartId{uuid}, Secret{changed}));
        }
        for (const auto& changed : {std::string{}, token + "=", token + "A", token.substr(1), "A" + token}) {
            CHECK_FALSE(tokens.matches(CartId{uuid}, Secret{changed}));
        }
    }

    TEST_CASE("while the secret is changed, what the other one made still holds, and nothing new is made with it") {
        const Secret old_secret{std::string(32, 'o')};
        const Secret new_secret{std::string(32, 'n')};
        const HmacCartTokens before{{.current = old_secret}};
        const HmacCartTokens prepared{{.current = old_secret, .previous = new_secret}};
        const HmacCartTokens changed{{.current = new_secret, .previous = old_secret}};
        const HmacCartTokens after{{.current = new_secret}};

        const auto old_token = before.issue(CartId{uuid});
        const auto new_token = changed.issue(CartId{uuid});
        CHECK(prepared.issue(CartId{uuid}).expose() == old_token.expose());
        CHECK(after.issue(CartId{uuid}).expose() == new_token.expose());
        for (const auto* const shop : {&prepared, &changed}) {
            CHECK(shop->matches(CartId{uuid}, old_token));
            CHECK(shop->matches(CartId{uuid}, new_token));
            CHECK_FALSE(shop->matches(CartId{other_uuid}, old_token));
        }
        CHECK_FALSE(after.matches(CartId{uuid}, old_token));

        const HmacOrderTokens orders_before{{.current = old_secret}};
        const HmacOrderTokens orders_changed{{.current = new_secret, .previous = old_secret}};
        CHECK(orders_changed.matches(OrderId{uuid}, orders_before.issue(OrderId{uuid})));
    }

    TEST_CASE("many threads may ask at once") {
        const HmacCartTokens tokens{server_secret};
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&] {
                    for (int i = 0; i < 500; ++i)
                        wrong += tokens.matches(CartId{uuid}, tokens.issue(CartId{uuid})) ? 0 : 1;
                });
            }
        }
        CHECK(wrong == 0);
    }
}
