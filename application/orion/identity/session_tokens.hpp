#pragma once

#include "orion/identity/access_tokens.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/user_view.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ports/digest.hpp"
#include "orion/ports/id_generator.hpp"
#include "orion/ports/random_tokens.hpp"

#include <chrono>

namespace orion::identity {

/// How long what is handed out works.
struct TokenPolicy {
    std::chrono::seconds access{std::chrono::minutes{10}};
    SessionPolicy sessions{};
};

/// What somebody holds who has just proved who they are.
struct SignedIn {
    UserView user;
    SessionId session;
    Secret access_token;
    Secret refresh_token;
    std::chrono::seconds expires_in;  ///< of the access token
};

/// Makes what a log-in is worth. Thread-safe.
class SessionTokens {
public:
    struct Ports {
        AccessTokens& access_tokens;
        RandomTokens& random_tokens;
        const Digest& digest;
        IdGenerator& ids;
    };
    SessionTokens(Ports ports, TokenPolicy policy) : ports_{ports}, policy_{policy} {}

    /// A session that is not stored yet, and its tokens.
    struct Opened {
        Session session;
        RefreshToken refresh_token;
        SignedIn signed_in;
    };
    Result<Opened> open(const User& user, Client client, Instant now) const;

    Result<Secret> access_token(const User& user, SessionId session, Instant now) const;
    std::string hash(const Secret& token) const { return ports_.digest.sha256(token.expose()); }
    Secret seed() const { return ports_.random_tokens.next(); }
    /// Of a token that was used with this seed: always the same, and nobody has it who lacks one of the two.
    Secret successor(const Secret& token, const std::string& seed) const;
    const TokenPolicy& policy() const { return policy_; }

private:
    Ports ports_;
    TokenPolicy policy_;
};

}  // namespace orion::identity
