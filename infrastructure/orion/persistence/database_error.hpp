#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
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

/// A file that cannot be used as Orion's database: missing, damaged, read-only, of another program; or a server that
/// cannot be reached or refuses us. For `main`.
class CannotOpenDatabase : public DatabaseFailure {
public:
    using DatabaseFailure::DatabaseFailure;
};

enum class Constraint { unique, check, foreign_key, not_null, other };

/// What a violated foreign key is called: SQLite does not know which one it was.
inline constexpr std::string_view foreign_key_name = "foreign key";

/// A statement would have broken a constraint. Its transaction can only be given up.
struct ConstraintViolation : DatabaseFailure {
    ConstraintViolation(Constraint which, std::string what_failed)
        : DatabaseFailure{"constraint failed: " + what_failed}, kind{which}, name{std::move(what_failed)} {}

    Constraint kind;
    /// `table.column, table.column` of a unique constraint, `table.column` of a NOT NULL one, the name of a check.
    std::string name;
};

}  // namespace orion::persistence
