#include "orion/persistence/identity/erased_traces.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/persistence/sqlite_database.hpp"

namespace orion::persistence {

Result<void> empty_write_ahead_log(Database& database) {
    const auto* const sqlite = dynamic_cast<const SqliteDatabase*>(&database);
    if (sqlite == nullptr) return {};
    Session session{{.file = sqlite->file(), .busy_timeout = std::chrono::milliseconds{500}}};
    const auto row = session.row<std::int64_t, std::int64_t, std::int64_t>("PRAGMA wal_checkpoint(TRUNCATE)");
    const bool has_emptied = row && std::get<0>(*row) == 0;
    if (!has_emptied) return std::unexpected{database_unavailable()};
    return {};
}

Result<bool> ErasedTraces::execute() {
    if (database_.dialect() != Dialect::sqlite) return false;
    const auto until = clock_.now() - patience;
    ORION_TRY(const auto erased, database_.query([&](Session& session) -> Result<bool> {
        return session
            .row<std::int64_t>("SELECT 1 FROM messaging_outbox WHERE type = :1 AND sent_at >= :2 AND sent_at < :3",
                               messaging::event_type<identity::UserErased>(), since_, until)
            .has_value();
    }));
    if (erased) ORION_CHECK(empty_write_ahead_log(database_));
    since_ = until;
    return erased;
}

}  // namespace orion::persistence
