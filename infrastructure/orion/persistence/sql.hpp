#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace orion::persistence {

/// Whose SQL it is.
enum class Dialect : std::uint8_t { sqlite, postgres };

/// The text of one SQL statement. Only a literal compiles, so no input can ever become SQL. Most texts are understood
/// by both databases; where they differ: `Sql{"for SQLite", "for PostgreSQL"}`.
class Sql {
public:
    template <std::size_t N>
    consteval Sql(const char (&both)[N])  // NOLINT(google-explicit-constructor)
        : sqlite_{both, N - 1}, postgres_{both, N - 1} {}
    template <std::size_t N, std::size_t M>
    consteval Sql(const char (&sqlite)[N], const char (&postgres)[M])
        : sqlite_{sqlite, N - 1}, postgres_{postgres, M - 1} {}

    constexpr std::string_view text(Dialect dialect) const {
        return dialect == Dialect::postgres ? postgres_ : sqlite_;
    }

private:
    std::string_view sqlite_;
    std::string_view postgres_;
};

}  // namespace orion::persistence
