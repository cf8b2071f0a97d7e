#include "orion/persistence/outbox.hpp"

#include "orion/persistence/json_rows.hpp"
#include "orion/persistence/json_rows_sql.hpp"

namespace orion::persistence {

namespace {

constexpr Sql add_messages = joined_sql<
    "INSERT INTO messaging_outbox (message_id, type, version, occurred_at, subject, correlation_id, causation_id,"
    " traceparent, body) SELECT r.value ->> 0, r.value ->> 1, CAST(r.value ->> 2 AS bigint),"
    " CAST(r.value ->> 3 AS bigint), r.value ->> 4, r.value ->> 5, r.value ->> 6, r.value ->> 7, r.value ->> 8 FROM",
    json_rows>;

}  // namespace

void Outbox::append(Session& session, std::span<const Envelope> messages) {
    if (messages.empty()) return;
    JsonRows rows;
    for (const auto& message : messages) {
        rows.add(message.id, message.type, message.version, message.time, message.subject, message.trace.correlation_id,
                 message.trace.causation_id, message.trace.traceparent, message.body);
    }
    session.send(add_messages, rows.text());
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
