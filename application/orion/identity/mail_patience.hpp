#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/ports/digest.hpp"

#include <chrono>

namespace orion::identity {

/// Between two mails that somebody has sent to an address that may not be theirs.
inline constexpr std::chrono::minutes mail_patience{1};

/// Counts a mail that a user asks for who was found in this transaction. `throttled` / `mail_sent_recently`, with the
/// time to wait.
Result<void> count_mail(IdentityWork& work, UserId user, const Digest& digest, Instant now);

}  // namespace orion::identity
