#include "orion/persistence/ordering/soci_answer_repository.hpp"

#include <chrono>
#include <cstdint>
#include <utility>

namespace orion::persistence {
namespace {

using ordering::AnswerKey;
using ordering::AnswerRecord;

std::optional<std::int64_t> status_of(const AnswerRecord& record) {
    if (!record.answer) return std::nullopt;
    return record.answer->status;
}

std::optional<std::string> body_of(const AnswerRecord& record) {
    if (!record.answer) return std::nullopt;
    return record.answer->body;
}

}  // namespace

std::optional<AnswerRecord> read_answer(Session& session, const AnswerKey& key) {
    auto row = session.row<std::string, std::string, std::int64_t, std::int64_t, std::optional<std::int64_t>,
                           std::optional<std::string>>(
        "SELECT fingerprint, order_id, created_at, running_since, status, body FROM ordering_answers"
        " WHERE scope = :1 AND key = :2",
        key.scope, key.key);
    if (!row) return std::nullopt;
    auto& [fingerprint, order, created_at, running_since, status, body] = *row;
    AnswerRecord record{.key = key,
                        .fingerprint = std::move(fingerprint),
                        .order = OrderId::parse(order).value(),
                        .created_at = Instant{std::chrono::milliseconds{created_at}},
                        .running_since = Instant{std::chrono::milliseconds{running_since}}};
    if (status && body) record.answer = {.status = static_cast<int>(*status), .body = *std::move(body)};
    return record;
}

std::optional<AnswerRecord> SociAnswerRepository::find(const AnswerKey& key) { return read_answer(session_, key); }

Result<void> SociAnswerRepository::add(const AnswerRecord& record) {
    const auto added = session_.run(
        "INSERT INTO ordering_answers (scope, key, fingerprint, order_id, created_at, running_since, status, body)"
        " VALUES (:1, :2, :3, :4, :5, :6, :7, :8) ON CONFLICT DO NOTHING",
        record.key.scope, record.key.key, record.fingerprint, record.order, record.created_at, record.running_since,
        status_of(record), body_of(record));
    if (added != 1) return fail(ErrorKind::conflict, "request_in_progress", "This key is taken.");
    return {};
}

void SociAnswerRepository::save(const AnswerRecord& record) {
    const auto saved = session_.run(
        "UPDATE ordering_answers SET running_since = :1, status = :2, body = :3 WHERE scope = :4 AND key = :5",
        record.running_since, status_of(record), body_of(record), record.key.scope, record.key.key);
    contract(saved == 1, "only what was found is saved");
}

void SociAnswerRepository::remove_all(UserId customer) {
    session_.send("DELETE FROM ordering_answers WHERE scope = :1", ordering::answer_scope(customer));
}

std::size_t SociAnswerRepository::purge(Instant before, std::size_t limit) {
    return static_cast<std::size_t>(
        session_.run("DELETE FROM ordering_answers WHERE (scope, key) IN"
                     " (SELECT scope, key FROM ordering_answers WHERE created_at < :1 ORDER BY created_at LIMIT :2)",
                     before, static_cast<std::int64_t>(limit)));
}

}  // namespace orion::persistence
