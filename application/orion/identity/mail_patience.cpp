#include "orion/identity/mail_patience.hpp"

namespace orion::identity {

Result<void> count_mail(IdentityWork& work, UserId user, const Digest& digest, Instant now) {
    const auto key = digest.sha256("verification mail\n" + user.to_string());
    const auto before = work.attempts().find(key);
    const auto allowed = before.last_at + mail_patience;
    if (before.count > 0 && now < allowed)
        return std::unexpected{Error{.kind = ErrorKind::throttled,
                                     .code = "mail_sent_recently",
                                     .message = "A mail was sent a moment ago; wait before the next one.",
                                     .fields = {},
                                     .retry_after = std::chrono::ceil<std::chrono::seconds>(allowed - now)}};
    work.attempts().save(key, before.after_failure(now));
    return {};
}

}  // namespace orion::identity
