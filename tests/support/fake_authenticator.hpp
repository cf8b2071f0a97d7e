#pragma once

#include "orion/rest/authentication.hpp"

#include "support/fake_id_generator.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace orion::test {

/// Knows tokens that tests hand out.
class FakeAuthenticator : public rest::Authenticator {
public:
    /// A token for somebody of that role, the same person for the same name.
    std::string sign_in(identity::Role role, const std::string& name = "somebody") {
        const auto token = name + '-' + std::string{identity::role_name(role)};
        people.try_emplace(token,
                           rest::SignedIn{.user = ids.next<UserId>(), .session = ids.next<SessionId>(), .role = role});
        return token;
    }

    Result<void> verify(std::string_view token) const override {
        if (token == "expired") return fail(ErrorKind::unauthenticated, "token_expired", "Please log in again.");
        if (people.contains(token) || token == revoked) return {};
        return fail(ErrorKind::unauthenticated, "invalid_token", "This token is not known.");
    }
    Result<rest::SignedIn> find(std::string_view token) override {
        ++looked_up;
        ORION_CHECK(verify(token));
        if (failure) return std::unexpected{*failure};
        if (const auto person = people.find(token); person != people.end()) return person->second;
        return fail(ErrorKind::unauthenticated, "invalid_token", "This token does not hold any more.");
    }

    Result<identity::KeyHolder> find_key(std::string_view key, const std::string&) override {
        if (const auto program = programs.find(key); program != programs.end()) return program->second;
        return fail(ErrorKind::unauthenticated, "invalid_api_key", "This key is not known.");
    }

    std::map<std::string, identity::KeyHolder, std::less<>> programs;
    std::map<std::string, rest::SignedIn, std::less<>> people;
    std::string revoked = "revoked";
    std::optional<Error> failure;
    int looked_up = 0;
    FakeIdGenerator ids;
};

}  // namespace orion::test
