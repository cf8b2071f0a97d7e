#include "orion/persistence/session.hpp"

#include "orion/kernel/result.hpp"
#include "orion/persistence/connection.hpp"
#include "orion/persistence/sqlite_connection.hpp"

namespace orion::persistence {

Session::Session(const Options& options) : Session{detail::open_sqlite(options)} {}

Session::Session(std::unique_ptr<detail::Connection> connection) : connection_{std::move(connection)} {}

Session::~Session() = default;

void Session::run_script(std::string_view script) { connection_->run_script(script); }

void Session::control(Sql sql) {
    connection_->execute(sql, {}, {});
    connection_->close();
}

void Session::give_up() noexcept { connection_->end(); }

Dialect Session::dialect() const { return connection_->dialect(); }

bool Session::in_transaction() const { return connection_->in_transaction(); }

std::int64_t Session::total_changes() const { return connection_->total_changes(); }

Traffic Session::take_traffic() {
    const auto round_trips = connection_->round_trips();
    traffic_.round_trips = round_trips - std::exchange(round_trips_before_, round_trips);
    return std::exchange(traffic_, {});
}

void Session::limit_statements(std::optional<std::int64_t> most) { statements_left_ = most; }

void Session::queue(Sql sql, std::span<const detail::Parameter> parameters) {
    count_statement();
    connection_->queue(sql, parameters);
}

void Session::count_statement() {
    if (statements_left_) contract((*statements_left_)-- > 0, "more statements than were announced");
    ++traffic_.statements;
}

Session::Cursor::Cursor(Session& session, Sql sql, std::span<const detail::Parameter> parameters,
                        std::span<const detail::Kind> columns)
    : connection_{*session.connection_},
      has_row_{(session.count_statement(), connection_.execute(sql, parameters, columns))} {}

Session::Cursor::~Cursor() { connection_.close(); }

void Session::Cursor::next() { has_row_ = connection_.next_row(); }

std::int64_t Session::Cursor::affected_rows() const { return connection_.affected_rows(); }

bool Session::Cursor::is_null(std::size_t index) const { return connection_.is_null(index); }

std::int64_t Session::Cursor::integer(std::size_t index) const {
    contract(!is_null(index), "a column that is not optional is NULL");
    return connection_.integer(index);
}

std::string Session::Cursor::text(std::size_t index) const {
    contract(!is_null(index), "a column that is not optional is NULL");
    return connection_.text(index);
}

}  // namespace orion::persistence
