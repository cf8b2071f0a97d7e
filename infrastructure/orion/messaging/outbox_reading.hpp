#pragma once

#include "orion/persistence/session.hpp"
#include "orion/ports/messages.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace orion::messaging {

struct OutboxBatch {
    std::vector<std::int64_t> seqs;
    std::vector<Envelope> messages;
};

/// The oldest messages that have not been published.
OutboxBatch unsent_messages(persistence::Session& session, int limit);

/// Every message that is not published yet, or will be written from now on, has a higher `seq`.
std::int64_t all_sent_until(persistence::Session& session);

/// Messages of one type after `seq`, published or not, in the order of their `seq`.
OutboxBatch messages_after(persistence::Session& session, std::int64_t seq, std::string_view type, int limit);

}  // namespace orion::messaging
