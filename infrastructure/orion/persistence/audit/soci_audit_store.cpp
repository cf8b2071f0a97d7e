#include "orion/persistence/audit/soci_audit_store.hpp"

#include "orion/persistence/database.hpp"
#include "orion/persistence/joined_sql.hpp"
#include "orion/persistence/read_committed.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <limits>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

namespace json = boost::json;
using audit::Entry;
using audit::Facts;
using detail::joined_sql;

constexpr detail::SqlPart entry_columns{
    "SELECT sequence, message_id, at, actor, act, subject, address, correlation_id, before, after, previous, hash"
    " FROM audit_entries"};
using Row = std::tuple<std::int64_t, std::string, std::int64_t, std::string, std::string, std::string, std::string,
                       std::string, std::string, std::string, std::string, std::string>;

std::string to_json(const Facts& facts) {
    json::object object;
    for (const auto& [name, value] : facts) object.emplace(name, value);
    return json::serialize(object);
}

/// What somebody has written over is shown as it is, for the chain to tell on it.
Facts facts_from(const std::string& text) {
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    if (!error) {
        if (auto facts = json::try_value_to<Facts>(value)) return *std::move(facts);
    }
    return {{"unreadable", text}};
}

MessageId message_from(const std::string& text) { return MessageId::parse(text).value_or(MessageId{Uuid{}}); }

Entry entry_from(Row row) {
    auto& [sequence, message, at, actor, act, subject, address, correlation_id, before, after, previous, hash] = row;
    return {.sequence = sequence,
            .id = message_from(message),
            .at = Instant{std::chrono::milliseconds{at}},
            .actor = std::move(actor),
            .act = std::move(act),
            .subject = std::move(subject),
            .address = std::move(address),
            .correlation_id = std::move(correlation_id),
            .before = facts_from(before),
            .after = facts_from(after),
            .previous = std::move(previous),
            .hash = std::move(hash)};
}

template <class... P>
std::vector<Entry> entries(Session& session, Sql sql, const P&... params) {
    std::vector<Entry> found;
    for (auto& row :
         session.rows<std::int64_t, std::string, std::int64_t, std::string, std::string, std::string, std::string,
                      std::string, std::string, std::string, std::string, std::string>(sql, params...))
        found.push_back(entry_from(std::move(row)));
    return found;
}

class SociAuditWork final : public audit::AuditWork {
public:
    explicit SociAuditWork(Session& session) : session_{session} {}

    audit::Head lock_head() override {
        // Rows cannot be locked by a role that may not change them.
        if (session_.dialect() == Dialect::postgres)
            session_.row<std::string>(
                "SELECT CAST(pg_advisory_xact_lock(hashtextextended(current_schema() || ' audit', 0)) AS text)");
        const auto row = session_.row<std::int64_t, std::string>(
            "SELECT sequence, hash FROM audit_entries ORDER BY sequence DESC LIMIT 1");
        if (!row) return {};
        return {.sequence = std::get<0>(*row), .hash = std::get<1>(*row)};
    }

    bool has(MessageId message) override {
        return session_.row<std::int64_t>("SELECT 1 FROM audit_entries WHERE message_id = :1", message).has_value();
    }

    void append(const Entry& entry) override {
        session_.send(
            "INSERT INTO audit_entries (sequence, message_id, at, actor, act, subject, address, correlation_id, before,"
            " after, previous, hash) VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12)",
            entry.sequence, entry.id, entry.at, entry.actor, entry.act, entry.subject, entry.address,
            entry.correlation_id, to_json(entry.before), to_json(entry.after), entry.previous, entry.hash);
    }

private:
    Session& session_;
};

}  // namespace

Result<void> SociAuditStore::run(const Transaction& transaction) {
    return database_.write([&](Session& session) -> Result<void> {
        use_latest_rows(session);
        SociAuditWork work{session};
        return transaction(work);
    });
}

Result<std::vector<Entry>> SociAuditQueries::list(const audit::EntryFilter& filter, std::optional<std::int64_t> before,
                                                  std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<Entry>> {
        return entries(session,
                       joined_sql<entry_columns,
                                  " WHERE sequence < :1 AND (CAST(:2 AS text) IS NULL OR actor = :2)"
                                  " AND (CAST(:3 AS text) IS NULL OR act = :3)"
                                  " AND (CAST(:4 AS text) IS NULL OR subject = :4)"
                                  " AND at >= :5 AND at <= :6 ORDER BY sequence DESC LIMIT :7">,
                       before.value_or(std::numeric_limits<std::int64_t>::max()), filter.actor, filter.act,
                       filter.subject, filter.from.value_or(Instant{}), filter.to.value_or(Instant::max()),
                       static_cast<std::int64_t>(limit));
    });
}

Result<std::vector<Entry>> SociAuditQueries::after(std::int64_t after, std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<Entry>> {
        return entries(session, joined_sql<entry_columns, " WHERE sequence > :1 ORDER BY sequence LIMIT :2">, after,
                       static_cast<std::int64_t>(limit));
    });
}

}  // namespace orion::persistence
