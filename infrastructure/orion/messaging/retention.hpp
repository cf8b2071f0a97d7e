#pragma once

#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"

namespace orion::messaging {

/// How long the outbox keeps what was sent, and the inbox what was accepted: a message that comes again later than this
/// is taken for a new one.
inline constexpr std::chrono::days retention{7};

/// Forgets what is older, in small transactions. Returns how many rows. For the scheduler.
Result<std::int64_t> purge_old_messages(persistence::Database& database, const Clock& clock);

}  // namespace orion::messaging
