#include "orion/persistence/postgres_error.hpp"

#include <libpq-fe.h>

#include <string>

namespace orion::persistence::detail {

namespace {

std::string field(const PGresult* result, int code) {
    const char* const text = PQresultErrorField(result, code);
    return text == nullptr ? std::string{} : std::string{text};
}

Constraint constraint_of(std::string_view state) {
    if (state == "23505") return Constraint::unique;
    if (state == "23514") return Constraint::check;
    if (state == "23503") return Constraint::foreign_key;
    if (state == "23502") return Constraint::not_null;
    return Constraint::other;
}

std::string constraint_name(const PGresult* result, Constraint kind) {
    const auto table = field(result, PG_DIAG_TABLE_NAME);
    switch (kind) {
        case Constraint::unique:
            return unique_columns(table, field(result, PG_DIAG_CONSTRAINT_NAME));
        case Constraint::not_null:
            return table + "." + field(result, PG_DIAG_COLUMN_NAME);
        case Constraint::foreign_key:
            return std::string{foreign_key_name};
        case Constraint::check:
        case Constraint::other:
            break;
    }
    return field(result, PG_DIAG_CONSTRAINT_NAME);
}

/// The connection ends with these, whatever else they say.
bool is_lost(std::string_view state) {
    return state.starts_with("08") || state == "25P03" || state == "57P01" || state == "57P02" || state == "57P03" ||
           state == "57P04" || state == "57P05" ||
           // What is prepared does not fit the schema any more, or went with another connection of a pooler.
           state == "0A000" || state == "26000" ||
           // This server takes no writes (any more): another one does.
           state == "25006";
}

/// Locks and time-outs; no room, no memory; the operator; a damaged disk.
bool is_unavailable(std::string_view state) {
    return state == "55P03" || state.starts_with("53") || state.starts_with("57") || state.starts_with("58") ||
           state.starts_with("XX");
}

}  // namespace

std::string unique_columns(std::string_view table, std::string_view constraint) {
    constexpr std::string_view separator = "__";
    constexpr std::string_view suffix = "_key";
    const bool follows_rule = constraint.starts_with(table) && constraint.ends_with(suffix) &&
                              constraint.substr(table.size()).starts_with(separator);
    if (!follows_rule) return std::string{constraint};
    auto rest = constraint.substr(table.size() + separator.size());
    rest.remove_suffix(suffix.size());
    std::string columns;
    while (true) {
        const auto end = rest.find(separator);
        columns.append(columns.empty() ? "" : ", ").append(table).append(".").append(rest.substr(0, end));
        if (end == rest.npos) return columns;
        rest.remove_prefix(end + separator.size());
    }
}

void throw_failure(const pg_result* result, std::string_view sql) {
    const auto state = field(result, PG_DIAG_SQLSTATE);
    if (state.starts_with("23")) {
        const auto kind = constraint_of(state);
        throw ConstraintViolation{kind, constraint_name(result, kind)};
    }
    // Of other classes the message may quote values.
    auto what = "SQLSTATE " + state;
    if (state.starts_with("42")) what += ", " + field(result, PG_DIAG_MESSAGE_PRIMARY);
    what.append(" in: ").append(sql.substr(0, 120));
    if (state == "40001" || state == "40P01") throw RunAgain{what};
    if (state.empty() || is_lost(state)) throw ConnectionLost{what};
    if (is_unavailable(state)) throw DatabaseUnavailable{what};
    throw DatabaseFailure{what};
}

}  // namespace orion::persistence::detail
