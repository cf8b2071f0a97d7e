#include "orion/persistence/inbox.hpp"

namespace orion::persistence {

bool Inbox::accept(Session& session, std::string_view consumer, MessageId message) {
    return session.run(
               "INSERT INTO messaging_inbox (consumer, message_id, accepted_at) VALUES (:1, :2, :3)"
               " ON CONFLICT DO NOTHING",
               consumer, message, clock_.now()) == 1;
}

std::int64_t Inbox::purge(Session& session, Instant before, int limit) {
    return session.run(
        "DELETE FROM messaging_inbox WHERE (consumer, message_id) IN"
        " (SELECT consumer, message_id FROM messaging_inbox WHERE accepted_at < :1 ORDER BY accepted_at LIMIT :2)",
        before, limit);
}

}  // namespace orion::persistence
