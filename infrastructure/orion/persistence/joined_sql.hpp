#pragma once

#include "orion/persistence/sql.hpp"

#include <algorithm>
#include <cstddef>

namespace orion::persistence::detail {

/// A literal as a template argument, or one for each dialect: `SqlPart{"for SQLite", "for PostgreSQL"}`.
template <std::size_t N, std::size_t M = N>
struct SqlPart {
    consteval SqlPart(const char (&both)[N]) : SqlPart{both, both} {}  // NOLINT(google-explicit-constructor)
    consteval SqlPart(const char (&for_sqlite)[N], const char (&for_postgres)[M]) {
        std::copy_n(for_sqlite, N, sqlite);
        std::copy_n(for_postgres, M, postgres);
    }
    char sqlite[N]{};
    char postgres[M]{};
};
template <std::size_t N>
SqlPart(const char (&)[N]) -> SqlPart<N, N>;

template <SqlPart... Parts>
struct JoinedParts {
    static consteval auto join() {
        struct {
            char sqlite[(sizeof(Parts.sqlite) + ...) - sizeof...(Parts) + 1]{};
            char postgres[(sizeof(Parts.postgres) + ...) - sizeof...(Parts) + 1]{};
        } joined;
        const auto append = []<std::size_t N>(char* end, const char(&part)[N]) {
            return std::copy_n(part, N - 1, end);
        };
        char* sqlite_end = joined.sqlite;
        char* postgres_end = joined.postgres;
        ((sqlite_end = append(sqlite_end, Parts.sqlite)), ...);
        ((postgres_end = append(postgres_end, Parts.postgres)), ...);
        return joined;
    }
    static constexpr auto value = join();
};

/// Parts put together to a part of something longer.
template <SqlPart... Parts>
inline constexpr SqlPart joined_part{JoinedParts<Parts...>::value.sqlite, JoinedParts<Parts...>::value.postgres};

/// Literals put together while compiling: statements that differ in a line share the rest.
template <SqlPart... Parts>
inline constexpr Sql joined_sql{JoinedParts<Parts...>::value.sqlite, JoinedParts<Parts...>::value.postgres};

}  // namespace orion::persistence::detail
