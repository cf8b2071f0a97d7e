#include "orion/persistence/database.hpp"

namespace orion::persistence {

Error database_unavailable() {
    return {ErrorKind::unavailable, "database_unavailable", "The database does not answer now.", {}};
}

namespace {

struct Reading {
    const Database* database = nullptr;
    Session* session = nullptr;
};
thread_local Reading reading_now;

}  // namespace

Database::ReadLease::ReadLease(Database& database, Extent extent) : database_{database}, extent_{extent} {
    if (reading_now.database == &database) {
        session_ = reading_now.session;
        return;
    }
    contract(reading_now.database == nullptr, "a read of one database inside a read of another");
    own_ = database.begin_reading(extent);
    session_ = own_.get();
    if (extent == Extent::statement) session_->limit_statements(1);
    reading_now = {&database, session_};
}

Database::ReadLease::~ReadLease() {
    if (!own_) return;
    reading_now = {};
    own_->limit_statements(std::nullopt);
    database_.end_reading(std::move(own_), extent_);
}

bool Database::may_read_again(Session&) const { return false; }

Traffic Database::traffic() const { return {statements_, round_trips_}; }

void Database::count(Traffic traffic) {
    statements_ += traffic.statements;
    round_trips_ += traffic.round_trips;
}

bool Database::is_reading() { return reading_now.database != nullptr; }

}  // namespace orion::persistence
