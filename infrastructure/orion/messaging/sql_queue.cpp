#include "orion/messaging/sql_queue.hpp"

#include "orion/messaging/envelope_row.hpp"
#include "orion/persistence/joined_sql.hpp"

#include <algorithm>

namespace orion::messaging {

using persistence::Dialect;
using persistence::Session;
using persistence::detail::joined_sql;
using persistence::detail::SqlPart;

namespace {

// SQLite marks the oldest message of a subject as ready when the one before it goes. On PostgreSQL neither of two
// transactions, one that takes the last message away and one that adds the next, would see the other: there every
// message is ready, and those that are not the oldest are passed over.
constexpr SqlPart is_oldest{"",
                            " AND NOT EXISTS (SELECT 1 FROM messaging_queue older WHERE older.consumer = q.consumer"
                            " AND older.subject = q.subject AND older.seq < q.seq)"};

std::string history_line(const Claim& claim, std::string_view reason, Instant now) {
    return to_rfc3339(now) + " attempt " + std::to_string(claim.attempt) + ": " + std::string{reason} + "\n";
}

}  // namespace

void SqlQueue::enqueue(Session& session, const Envelope& message, Instant now) const {
    session.send(
        joined_sql<
            "INSERT INTO messaging_queue (consumer, message_id, type, version, occurred_at, subject, correlation_id,"
            " causation_id, traceparent, body, ready_at)"
            " SELECT :1, :2, :3, :4, :5, :6, :7, :8, :9, :10, ",
            SqlPart{"CASE WHEN EXISTS (SELECT 1 FROM messaging_queue WHERE consumer = :1 AND subject = :6)"
                    " THEN NULL ELSE :11 END",
                    "CAST(:11 AS bigint)"},
            " WHERE NOT EXISTS (SELECT 1 FROM messaging_dead_letters WHERE consumer = :1 AND message_id = :2)"
            " ON CONFLICT DO NOTHING">,
        consumer_, message.id, message.type, message.version, message.time, message.subject,
        message.trace.correlation_id, message.trace.causation_id, message.trace.traceparent, message.body, now);
}

bool SqlQueue::is_empty(Session& session) const {
    return !session.row<std::int64_t>("SELECT 1 FROM messaging_queue WHERE consumer = :1 LIMIT 1", consumer_);
}

std::optional<Instant> SqlQueue::next_ready(Session& session) const {
    const auto row = session.row<std::int64_t>(
        joined_sql<"SELECT ready_at FROM messaging_queue q WHERE consumer = :1 AND ready_at IS NOT NULL", is_oldest,
                   " ORDER BY ready_at LIMIT 1">,
        consumer_);
    if (!row) return std::nullopt;
    return Instant{std::chrono::milliseconds{std::get<0>(*row)}};
}

std::vector<Claim> SqlQueue::claim(Session& session, Instant now, Instant lease_end, int limit) const {
    auto rows = session.rows<std::int64_t, std::int64_t, std::string, std::string, std::int64_t, std::int64_t,
                             std::string, std::string, std::string, std::string, std::string>(
        joined_sql<"UPDATE messaging_queue SET ready_at = :3, attempt = attempt + 1 WHERE seq IN"
                   " (SELECT q.seq FROM messaging_queue q WHERE q.consumer = :1 AND q.ready_at <= :2",
                   is_oldest, " ORDER BY q.ready_at LIMIT :4", SqlPart{"", " FOR UPDATE SKIP LOCKED"},
                   ") RETURNING seq, attempt, message_id, type, version, occurred_at, subject, correlation_id,"
                   " causation_id, traceparent, body">,
        consumer_, now, lease_end, limit);
    std::ranges::sort(rows, {}, [](const auto& row) { return std::get<0>(row); });
    std::vector<Claim> claims;
    claims.reserve(rows.size());
    for (auto& row : rows)
        claims.push_back({std::get<0>(row), static_cast<int>(std::get<1>(row)), envelope_at<2>(row)});
    return claims;
}

bool SqlQueue::renew(Session& session, std::int64_t seq, int attempt, Instant lease_end) const {
    return session.run("UPDATE messaging_queue SET ready_at = :3 WHERE seq = :1 AND attempt = :2", seq, attempt,
                       lease_end) == 1;
}

void SqlQueue::acknowledge(Session& session, const Claim& claim, Instant now) const { remove(session, claim, now); }

void SqlQueue::retry(Session& session, const Claim& claim, std::string_view reason, Instant now, Instant again) const {
    session.send("UPDATE messaging_queue SET ready_at = :3, history = history || :4 WHERE seq = :1 AND attempt = :2",
                 claim.seq, claim.attempt, again, history_line(claim, reason, now));
}

void SqlQueue::bury(Session& session, const Claim& claim, std::string_view reason, Instant now) const {
    session.send(
        joined_sql<"INSERT INTO messaging_dead_letters (consumer, message_id, type, version, occurred_at, subject,"
                   " correlation_id, causation_id, traceparent, body, attempts, reason, died_at, history)"
                   " SELECT consumer, message_id, type, version, occurred_at, subject, correlation_id, causation_id, "
                   "traceparent,"
                   " body, attempt, :3, CAST(:4 AS bigint), history || :5 FROM messaging_queue WHERE seq = :1 AND "
                   "attempt = :2",
                   SqlPart{"", " FOR UPDATE"}, " ON CONFLICT DO NOTHING">,
        claim.seq, claim.attempt, reason, now, history_line(claim, reason, now));
    remove(session, claim, now);
}

void SqlQueue::release(Session& session, const Claim& claim, Instant now) const {
    session.send("UPDATE messaging_queue SET ready_at = :3, attempt = attempt - 1 WHERE seq = :1 AND attempt = :2",
                 claim.seq, claim.attempt, now);
}

void SqlQueue::limit_delays(Session& session, Instant now, Instant latest) const {
    session.send("UPDATE messaging_queue SET ready_at = :2 WHERE consumer = :1 AND ready_at > :3", consumer_, now,
                 latest);
}

void SqlQueue::remove(Session& session, const Claim& claim, Instant now) const {
    if (session.dialect() == Dialect::postgres) {
        session.send("DELETE FROM messaging_queue WHERE seq = :1 AND attempt = :2", claim.seq, claim.attempt);
        return;
    }
    const bool removed =
        session.run("DELETE FROM messaging_queue WHERE seq = :1 AND attempt = :2", claim.seq, claim.attempt) == 1;
    if (!removed) return;
    session.run(
        "UPDATE messaging_queue SET ready_at = :3 WHERE ready_at IS NULL AND seq ="
        " (SELECT min(seq) FROM messaging_queue WHERE consumer = :1 AND subject = :2)",
        consumer_, claim.message.subject, now);
}

}  // namespace orion::messaging
