#pragma once

#include "orion/persistence/session.hpp"
#include "orion/ports/clock.hpp"

namespace orion::persistence {

/// Which messages a consumer has handled: written with the effect of the message, so that a repeat has none. Needs the
/// schema module `messaging`.
class Inbox {
public:
    explicit Inbox(const Clock& clock) : clock_{clock} {}

    /// False if `consumer` accepted this message before.
    bool accept(Session& session, std::string_view consumer, MessageId message);

    /// Forgets what was accepted before `before`. Returns how many, at most `limit`.
    std::int64_t purge(Session& session, Instant before, int limit = 1000);

private:
    const Clock& clock_;
};

}  // namespace orion::persistence
