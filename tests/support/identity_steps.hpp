#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"

#include "support/fake_identity_ports.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

namespace orion::test {

/// What the contracts of stores of accounts do again and again.
template <class Shop>
class IdentitySteps {
public:
    explicit IdentitySteps(Shop& shop) : shop_{shop} {}

protected:
    using Work = identity::IdentityWork;
    using User = identity::User;

    identity::IdentityQueries& queries() { return shop_.queries(); }
    Instant now() { return shop_.clock.now(); }
    static std::string key(const std::string& text) { return FakeDigest{}.sha256(text); }

    User new_user(const std::string& email, identity::Role role = identity::Role::customer) {
        return User::register_as({.id = shop_.ids.template next<UserId>(),
                                  .email = *Email::parse(email),
                                  .name = "Zoë «O'Neill»",
                                  .role = role,
                                  .password_hash = "$argon2id$…",
                                  .at = now()});
    }

    template <class Steps>
    void transact(Steps steps) {
        REQUIRE(shop_.store().transact([&](Work& work) -> Result<void> {
            steps(work);
            return {};
        }));
    }

    User born(const std::string& email, identity::Role role = identity::Role::customer) {
        auto user = new_user(email, role);
        transact([&](Work& work) { CHECK(work.users().add(user)); });
        return user;
    }

    identity::Session opened(const User& user, const std::string& address = "192.0.2.1") {
        const auto session = identity::Session::open({.id = shop_.ids.template next<SessionId>(),
                                                      .user = user.id(),
                                                      .client = {.device = "Zoë's phone", .address = address},
                                                      .at = now()},
                                                     {});
        transact([&](Work& work) {
            work.sessions().add(session);
            work.sessions().add_token({.hash = key(session.id().to_string()), .session = session.id()});
        });
        return session;
    }

    void end(const identity::Session& session) {
        transact([&](Work& work) {
            auto found = work.sessions().find(session.id());
            REQUIRE(found);
            found->end(now());
            work.sessions().save(*found);
        });
    }

    identity::UserSnapshot stored(UserId id) {
        const auto user = queries().find(id);
        REQUIRE(user);
        REQUIRE(*user);
        return (*user)->snapshot();
    }

    std::vector<SessionId> live_sessions(const User& user) {
        std::vector<SessionId> ids;
        const auto found = queries().sessions(user.id(), now());
        for (const auto& session : found.value()) ids.push_back(session.id());
        return ids;
    }

    Shop& shop_;
};

}  // namespace orion::test
