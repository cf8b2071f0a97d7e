#pragma once

#include "orion/persistence/session.hpp"
#include "orion/ports/messages.hpp"

#include <span>

namespace orion::persistence {

/// Messages that leave with the transaction that caused them. Needs the schema module `messaging`.
class Outbox {
public:
    void append(Session& session, std::span<const Envelope> messages);
    void append(Session& session, const Envelope& message) { append(session, {&message, 1}); }

    /// Whether a message has not been published yet.
    bool has_unsent(Session& session);

    /// Forgets messages that were published before `before`. Returns how many, at most `limit`.
    std::int64_t purge(Session& session, Instant before, int limit = 1000);
};

}  // namespace orion::persistence
