#pragma once

#include "orion/identity/breached_passwords.hpp"
#include "orion/kernel/email.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace orion::identity {

/// Which passwords the shop takes: long enough, not known to everybody, not the e-mail address. Nothing is said about
/// which characters must be in it. Thread-safe.
class PasswordRules {
public:
    static constexpr std::size_t max_characters = 128;

    /// Precondition: `min_characters` is 8 to 128.
    explicit PasswordRules(const BreachedPasswords& breached, std::size_t min_characters = 12);

    /// `invalid` / `too_short`, `too_long`, `malformed_text`, `breached_password` or `password_is_email`. Characters
    /// are Unicode's. Without an e-mail address it cannot be compared.
    Result<void> check(const Secret& password, const std::optional<Email>& email) const;
    /// The same as a fault of `field`.
    void check(const Secret& password, const std::optional<Email>& email, std::string field, FieldErrors& errors) const;

private:
    const BreachedPasswords& breached_;
    std::size_t min_characters_;
};

}  // namespace orion::identity
