#pragma once

#include "orion/persistence/parameters.hpp"
#include "orion/persistence/sql.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace orion::persistence::detail {

/// What a Session speaks through: one connection to one kind of database. At most one statement is open at a time.
/// Throws what Session throws.
class Connection {
public:
    Connection() = default;
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    virtual Dialect dialect() const = 0;

    /// Starts a statement. Whether there is a first row.
    virtual bool execute(Sql sql, std::span<const Parameter> parameters, std::span<const Kind> columns) = 0;
    virtual bool next_row() = 0;
    virtual std::int64_t affected_rows() = 0;
    virtual bool is_null(std::size_t column) const = 0;
    virtual std::int64_t integer(std::size_t column) const = 0;
    virtual std::string text(std::size_t column) const = 0;
    /// Ends the open statement.
    virtual void close() noexcept = 0;

    /// A statement of which nobody needs to know the outcome yet.
    virtual void queue(Sql sql, std::span<const Parameter> parameters) = 0;

    virtual void run_script(std::string_view script) = 0;
    /// Undoes the open transaction, if any.
    virtual void end() noexcept = 0;
    virtual bool in_transaction() const = 0;
    virtual std::int64_t total_changes() const = 0;
    /// How often this connection has waited for an answer.
    virtual std::int64_t round_trips() const = 0;
};

}  // namespace orion::persistence::detail
