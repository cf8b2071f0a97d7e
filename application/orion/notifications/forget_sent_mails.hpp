#pragma once

#include "orion/notifications/notifications_store.hpp"
#include "orion/ports/clock.hpp"

#include <chrono>

namespace orion::notifications {

/// Forgets which mails went out long ago: no message comes again after so much time.
class ForgetSentMails {
public:
    static constexpr std::chrono::days kept_for{90};

    ForgetSentMails(NotificationsStore& store, const Clock& clock) : store_{store}, clock_{clock} {}
    /// How many, at most `limit`.
    Result<std::int64_t> execute(int limit);

private:
    NotificationsStore& store_;
    const Clock& clock_;
};

}  // namespace orion::notifications
