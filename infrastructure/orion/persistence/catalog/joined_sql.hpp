#pragma once

#include "orion/persistence/sql.hpp"

#include <algorithm>
#include <cstddef>

namespace orion::persistence::detail {

/// A literal as a template argument.
template <std::size_t N>
struct SqlPart {
    consteval SqlPart(const char (&literal)[N]) {  // NOLINT(google-explicit-constructor)
        std::copy_n(literal, N, text);
    }
    char text[N]{};
};

template <SqlPart... Parts>
struct JoinedParts {
    static consteval auto join() {
        struct {
            char text[(sizeof(Parts.text) + ...) - sizeof...(Parts) + 1]{};
        } joined;
        std::size_t end = 0;
        const auto append = [&joined, &end]<std::size_t N>(const char(&part)[N]) {
            end = static_cast<std::size_t>(std::copy_n(part, N - 1, joined.text + end) - joined.text);
        };
        (append(Parts.text), ...);
        return joined;
    }
    static constexpr auto value = join();
};

/// Literals put together while compiling: statements that differ in a line share the rest.
template <SqlPart... Parts>
inline constexpr Sql joined_sql{JoinedParts<Parts...>::value.text};

}  // namespace orion::persistence::detail
