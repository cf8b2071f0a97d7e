#include "orion/messaging/sql_dead_letters.hpp"

#include "orion/messaging/envelope_row.hpp"
#include "orion/persistence/joined_sql.hpp"

namespace orion::messaging {

using persistence::Session;

namespace {

std::unexpected<Error> not_found() {
    return fail(ErrorKind::not_found, "dead_letter_not_found", "There is no dead letter of this number.");
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (end > 0) lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<DeadLetter> read_letters(Session& session, std::int64_t after, int limit) {
    std::vector<DeadLetter> letters;
    for (auto& row : session.rows<std::int64_t, std::string, std::int64_t, std::string, std::int64_t, std::string,
                                  std::string, std::string, std::int64_t, std::int64_t, std::string, std::string,
                                  std::string, std::string, std::string>(
             "SELECT seq, consumer, attempts, reason, died_at, history, message_id, type, version, occurred_at,"
             " subject, correlation_id, causation_id, traceparent, body FROM messaging_dead_letters"
             " WHERE seq > :1 ORDER BY seq LIMIT :2",
             after, limit))
        letters.push_back({.number = std::get<0>(row),
                           .consumer = std::move(std::get<1>(row)),
                           .message = envelope_at<6>(row),
                           .attempts = static_cast<int>(std::get<2>(row)),
                           .reason = std::move(std::get<3>(row)),
                           .died_at = Instant{std::chrono::milliseconds{std::get<4>(row)}},
                           .history = lines_of(std::get<5>(row))});
    return letters;
}

}  // namespace

Result<std::vector<DeadLetter>> SqlDeadLetters::list(std::int64_t after, int limit) {
    return database_.query(
        [&](Session& session) -> Result<std::vector<DeadLetter>> { return read_letters(session, after, limit); });
}

Result<DeadLetter> SqlDeadLetters::show(std::int64_t number) {
    return database_.query([&](Session& session) -> Result<DeadLetter> {
        auto letters = read_letters(session, number - 1, 1);
        if (letters.empty() || letters.front().number != number) return not_found();
        return std::move(letters.front());
    });
}

Result<void> SqlDeadLetters::replay(std::int64_t number) {
    return database_.write([&](Session& session) -> Result<void> {
        session.send(
            persistence::detail::joined_sql<
                "INSERT INTO messaging_queue (consumer, message_id, type, version, occurred_at, subject, "
                "correlation_id,"
                " causation_id, traceparent, body, history, ready_at)"
                " SELECT consumer, message_id, type, version, occurred_at, subject, correlation_id, causation_id,"
                " traceparent, body, history, ",
                persistence::detail::SqlPart{"CASE WHEN EXISTS (SELECT 1 FROM messaging_queue q"
                                             " WHERE q.consumer = d.consumer AND q.subject = d.subject)"
                                             " THEN NULL ELSE :2 END",
                                             "CAST(:2 AS bigint)"},
                " FROM messaging_dead_letters d WHERE seq = :1 ON CONFLICT DO NOTHING">,
            number, clock_.now());
        if (session.run("DELETE FROM messaging_dead_letters WHERE seq = :1", number) == 0) return not_found();
        return {};
    });
}

Result<void> SqlDeadLetters::drop(std::int64_t number) {
    return database_.write([&](Session& session) -> Result<void> {
        if (session.run("DELETE FROM messaging_dead_letters WHERE seq = :1", number) == 0) return not_found();
        return {};
    });
}

}  // namespace orion::messaging
