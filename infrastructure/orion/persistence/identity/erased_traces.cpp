#include "orion/persistence/identity/erased_traces.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/persistence/sqlite_database.hpp"

namespace orion::persistence {
namespace {

/// False while another connection is in the way.
bool empty_log(const SqliteDatabase& database) {
    Session session{{.file = database.file(), .busy_timeout = std::chrono::milliseconds{500}}};
    const auto row = session.row<std::int64_t, std::int64_t, std::int64_t>("PRAGMA wal_checkpoint(TRUNCATE)");
    return row && std::get<0>(*row) == 0;
}

}  // namespace

Result<bool> ErasedTraces::execute() {
    const auto* const sqlite = dynamic_cast<const SqliteDatabase*>(&database_);
    if (sqlite == nullptr) return false;
    const auto until = clock_.now() - patience;
    ORION_TRY(const auto erased, database_.query([&](Session& session) -> Result<bool> {
        return session
            .row<std::int64_t>("SELECT 1 FROM messaging_outbox WHERE type = :1 AND sent_at >= :2 AND sent_at < :3",
                               messaging::event_type<identity::UserErased>(), since_, until)
            .has_value();
    }));
    if (erased && !empty_log(*sqlite)) return std::unexpected{database_unavailable()};
    since_ = until;
    return erased;
}

}  // namespace orion::persistence
