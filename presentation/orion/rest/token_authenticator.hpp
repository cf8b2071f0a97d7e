#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/identity/check_access.hpp"
#include "orion/rest/authentication.hpp"

namespace orion::rest {

/// Signed access tokens of the shop's accounts.
class TokenAuthenticator : public Authenticator {
public:
    /// Both outlive this.
    TokenAuthenticator(const identity::AccessTokens& tokens, identity::CheckAccess& check)
        : tokens_{tokens}, check_{check} {}

    Result<void> verify(std::string_view token) const override;
    Result<SignedIn> find(std::string_view token) override;

private:
    const identity::AccessTokens& tokens_;
    identity::CheckAccess& check_;
};

}  // namespace orion::rest
