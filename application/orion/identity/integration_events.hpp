#pragma once

#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/secret.hpp"

#include <optional>
#include <string>
#include <variant>

/// What identity tells the rest of the shop. Every event is personal: the outbox forgets its body once it was sent.
namespace orion::identity {

/// To whom a mail goes, and in which language.
struct Recipient {
    UserId user;
    Email email;
    std::string name;
    std::optional<std::string> locale{};
};

struct UserRegistered {
    Recipient to;
};

/// Send this token, with which the owner of the mailbox shows that it is theirs.
struct VerificationRequested {
    Recipient to;
    Secret token;
};

/// Send this token, with which a new password can be set.
struct PasswordResetRequested {
    Recipient to;
    Secret token;
};

/// By its owner or by a reset: whoever did not do it wants to know.
struct PasswordChanged {
    Recipient to;
};

/// Somebody asked for a mail that nobody gets, such as one for a new password at an address without an account. Nobody
/// listens: it is told so that asking costs as much whether there is an account or not.
struct RequestUnanswered {
    UserId user;  ///< that does not exist
};

/// That the account is to have another address, once its mailbox has answered: to the one it has, for whoever did not
/// do it wants to know.
struct EmailChangeRequested {
    Recipient to;
};

/// From now on a log-in needs a code as well, or none any more: whoever did not do it wants to know.
struct SecondFactorAdded {
    Recipient to;
};
struct SecondFactorRemoved {
    Recipient to;
};

/// Everything about this person must go or lose the name.
struct UserErased {
    UserId user;
    Email email;
};

using Event = std::variant<UserRegistered, VerificationRequested, PasswordResetRequested, PasswordChanged, UserErased,
                           RequestUnanswered, EmailChangeRequested, SecondFactorAdded, SecondFactorRemoved>;

}  // namespace orion::identity
