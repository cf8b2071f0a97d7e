#include "orion/messaging/outbox_reading.hpp"

#include "orion/messaging/envelope_row.hpp"

#include <string>
#include <tuple>

namespace orion::messaging {
namespace {

using persistence::Session;

using Rows = std::vector<std::tuple<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string,
                                    std::string, std::string, std::string, std::string>>;

OutboxBatch batch_of(Rows rows) {
    OutboxBatch batch;
    for (auto& row : rows) {
        batch.seqs.push_back(std::get<0>(row));
        batch.messages.push_back(envelope_at<1>(row));
    }
    return batch;
}

}  // namespace

OutboxBatch unsent_messages(Session& session, int limit) {
    return batch_of(session.rows<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string,
                                 std::string, std::string, std::string, std::string>(
        "SELECT seq, message_id, type, version, occurred_at, subject, correlation_id, causation_id, traceparent, body"
        " FROM messaging_outbox WHERE sent_at IS NULL ORDER BY seq LIMIT :1",
        limit));
}

std::int64_t all_sent_until(Session& session) {
    const auto row = session.row<std::int64_t>(
        "SELECT coalesce((SELECT min(seq) - 1 FROM messaging_outbox WHERE sent_at IS NULL),"
        " (SELECT max(seq) FROM messaging_outbox), 0)");
    return std::get<0>(row.value());
}

OutboxBatch messages_after(Session& session, std::int64_t seq, std::string_view type, int limit) {
    return batch_of(session.rows<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string,
                                 std::string, std::string, std::string, std::string>(
        "SELECT seq, message_id, type, version, occurred_at, subject, correlation_id, causation_id, traceparent, body"
        " FROM messaging_outbox WHERE seq > :1 AND type = :2 ORDER BY seq LIMIT :3",
        seq, type, limit));
}

}  // namespace orion::messaging
