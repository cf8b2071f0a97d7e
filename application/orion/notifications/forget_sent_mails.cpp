#include "orion/notifications/forget_sent_mails.hpp"

namespace orion::notifications {

Result<std::int64_t> ForgetSentMails::execute(int limit) {
    const auto before = clock_.now() - kept_for;
    return store_.transact([&](NotificationsWork& work) -> Result<std::int64_t> { return work.forget(before, limit); });
}

}  // namespace orion::notifications
