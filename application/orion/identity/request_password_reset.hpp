#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <string>

namespace orion::identity {

/// Has a mail sent with a token for a new password, if the address has an active account. Succeeds and asks the
/// same of the database whether it has one or not, has had its mails already, and whether what was typed is an address
/// or not.
class RequestPasswordReset {
public:
    struct Ports {
        IdentityStore& store;
        const SessionTokens& tokens;
        const Clock& clock;
        IdGenerator& ids;
    };
    explicit RequestPasswordReset(Ports ports) : ports_{ports} {}
    Result<void> execute(const std::string& email);

private:
    Ports ports_;
};

}  // namespace orion::identity
