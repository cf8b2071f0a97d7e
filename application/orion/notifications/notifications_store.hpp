#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/ports/store.hpp"

#include <cstdint>
#include <string_view>

namespace orion::notifications {

/// What people are written about their account.
enum class AccountMail {
    welcome,
    verification,
    password_reset,
    password_changed,
    email_change,
    second_factor_added,
    second_factor_removed
};

/// `password_reset`
std::string_view account_mail_name(AccountMail mail);

/// That a mail went out, and why; not to whom.
struct SentMail {
    MessageId message;
    AccountMail mail;
    Instant sent_at;
};

/// What a transaction of notifications may touch.
class NotificationsWork {
public:
    virtual ~NotificationsWork() = default;

    virtual bool was_sent(MessageId message) = 0;
    /// No effect for a message that is recorded already.
    virtual void record(const SentMail& mail) = 0;
    /// Forgets what was sent before, `limit` mails at most, and returns how many.
    virtual std::int64_t forget(Instant before, int limit) = 0;
};

using NotificationsStore = Store<NotificationsWork>;

}  // namespace orion::notifications
