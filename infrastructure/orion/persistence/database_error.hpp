#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace orion::persistence {

/// The database refused a statement. The text names tables and columns at most, never values.
class DatabaseFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The database cannot answer now: locked for too long, disk full, I/O error, damaged file. `Database` turns it into an
/// error of kind `unavailable` wherever a Result is returned.
class DatabaseUnavailable : public DatabaseFailure {
public:
    using DatabaseFailure::DatabaseFailure;
};

/// A file that cannot be used as Orion's database: missing, damaged, read-only, of another program. For `main`.
class CannotOpenDatabase : public DatabaseFailure {
public:
    using DatabaseFailure::DatabaseFailure;
};

enum class Constraint { unique, check, foreign_key, not_null, other };

/// A statement would have broken a constraint; the statement had no effect, its transaction goes on.
struct ConstraintViolation : DatabaseFailure {
    ConstraintViolation(Constraint which, std::string what_failed)
        : DatabaseFailure{"constraint failed: " + what_failed}, kind{which}, name{std::move(what_failed)} {}

    Constraint kind;
    std::string name;  ///< `table.column, table.column` of a unique constraint, the name (or expression) of a check
};

}  // namespace orion::persistence
