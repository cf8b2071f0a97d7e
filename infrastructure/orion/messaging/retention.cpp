#include "orion/messaging/retention.hpp"

#include "orion/persistence/inbox.hpp"
#include "orion/persistence/outbox.hpp"

namespace orion::messaging {

Result<std::int64_t> purge_old_messages(persistence::Database& database, const Clock& clock) {
    constexpr int rows_max = 1000;
    const Instant before = clock.now() - retention;
    std::int64_t total = 0;
    for (std::int64_t purged = 1; purged > 0; total += purged) {
        ORION_CHECK(database.write([&](persistence::Session& session) -> Result<void> {
            purged = persistence::Outbox{}.purge(session, before, rows_max) +
                     persistence::Inbox{clock}.purge(session, before, rows_max);
            return {};
        }));
    }
    return total;
}

}  // namespace orion::messaging
