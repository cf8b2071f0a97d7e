#pragma once

#include "orion/identity/current_password.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/ports/id_generator.hpp"

#include <string>

namespace orion::identity {

struct RequestEmailChangeCommand {
    UserId user;
    std::string email;
    Secret current_password;
};

/// Has a mail sent to another address, which becomes the account's when VerifyEmail is shown its token, and word of it
/// to the one it has. Only the last request counts. An address that has an account gets no mail, and nobody learns
/// that: the answer and what is asked of the database are the same. `invalid_fields`: `email`, `current_password`
/// (`wrong_password`). `throttled` / `too_many_attempts` after wrong passwords, `mail_sent_recently` within a minute of
/// the last mail, with the time to wait. `user_not_found`, `overloaded`.
class RequestEmailChange {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        CurrentPassword& current_password;
        const SessionTokens& tokens;
        const Digest& digest;
        const Clock& clock;
        IdGenerator& ids;
    };
    explicit RequestEmailChange(Ports ports) : ports_{ports} {}
    Result<void> execute(const RequestEmailChangeCommand& command);

private:
    Ports ports_;
};

}  // namespace orion::identity
