#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/identity/check_access.hpp"
#include "orion/identity/check_api_key.hpp"
#include "orion/rest/authentication.hpp"

namespace orion::rest {

/// Signed access tokens of the shop's accounts, and its API keys.
class TokenAuthenticator : public Authenticator {
public:
    /// All of it outlives this.
    TokenAuthenticator(const identity::AccessTokens& tokens, identity::CheckAccess& check, identity::CheckApiKey& keys)
        : tokens_{tokens}, check_{check}, keys_{keys} {}

    Result<void> verify(std::string_view token) const override;
    Result<SignedIn> find(std::string_view token) override;
    Result<identity::KeyHolder> find_key(std::string_view key, const std::string& client) override;

private:
    const identity::AccessTokens& tokens_;
    identity::CheckAccess& check_;
    identity::CheckApiKey& keys_;
};

}  // namespace orion::rest
