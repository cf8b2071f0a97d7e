#include "orion/persistence/outbox.hpp"

namespace orion::persistence {

void Outbox::append(Session& session, const Envelope& message) {
    session.run(
        "INSERT INTO messaging_outbox (message_id, type, version, occurred_at, subject, correlation_id, causation_id,"
        " traceparent, body) VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)",
        message.id, message.type, message.version, message.time, message.subject, message.trace.correlation_id,
        message.trace.causation_id, message.trace.traceparent, message.body);
}

bool Outbox::has_unsent(Session& session) {
    return session.row<std::int64_t>("SELECT 1 FROM messaging_outbox WHERE sent_at IS NULL LIMIT 1").has_value();
}

std::int64_t Outbox::purge(Session& session, Instant before, int limit) {
    return session.run(
        "DELETE FROM messaging_outbox WHERE seq IN"
        " (SELECT seq FROM messaging_outbox WHERE sent_at IS NOT NULL AND sent_at < :1 ORDER BY sent_at LIMIT :2)",
        before, limit);
}

}  // namespace orion::persistence
