#pragma once

#include "orion/identity/request_password_reset.hpp"

#include "support/fake_identity_ports.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace orion::test {

/// Whoever measures how long an answer takes does not learn who has an account: what is asked of the database is always
/// as much. `Shop` is SociIdentity.
template <class Shop>
void password_resets_cost_alike(Shop& shop) {
    FakeAccessTokens access_tokens;
    FakeRandomTokens random_tokens;
    const FakeDigest digest;
    const identity::SessionTokens tokens{
        {.access_tokens = access_tokens, .random_tokens = random_tokens, .digest = digest, .ids = shop.ids}, {}};
    identity::RequestPasswordReset request{
        {.store = shop.store(), .tokens = tokens, .clock = shop.clock, .ids = shop.ids}};
    const auto born = [&shop](const std::string& email) {
        return identity::User::register_as({.id = shop.ids.template next<UserId>(),
                                            .email = *Email::parse(email),
                                            .name = "Zoë",
                                            .role = identity::Role::customer,
                                            .password_hash = "hash",
                                            .at = shop.clock.now()});
    };
    REQUIRE(shop.store().transact([&](identity::IdentityWork& work) -> Result<void> {
        ORION_CHECK(work.users().add(born("zoe@example.com")));
        auto disabled = born("max@example.com");
        disabled.disable();
        return work.users().add(disabled);
    }));
    const auto cost_of = [&](const std::string& email) {
        const auto before = shop.shop.database.traffic();
        REQUIRE(request.execute(email));
        const auto after = shop.shop.database.traffic();
        return std::pair{after.statements - before.statements, after.round_trips - before.round_trips};
    };

    const auto unknown = cost_of("nobody@example.com");
    CHECK(unknown.first == 4);
    CHECK(cost_of("no address") == unknown);
    CHECK(cost_of("max@example.com") == unknown);
    for (std::size_t i = 0; i < identity::ActionToken::max_live; ++i) CHECK(cost_of("zoe@example.com") == unknown);
    CHECK(cost_of("zoe@example.com") == unknown);
    const auto types = shop.published_types();
    CHECK(std::ranges::count(types, "password_reset_requested") == identity::ActionToken::max_live);
    CHECK(std::ranges::count(types, "request_unanswered") == 4);
}

}  // namespace orion::test
