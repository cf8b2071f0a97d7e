#pragma once

#include <cstddef>
#include <string_view>

namespace orion::persistence {

/// The text of one SQL statement. Only a literal compiles, so no input can ever become SQL.
class Sql {
public:
    template <std::size_t N>
    consteval Sql(const char (&literal)[N]) : text_{literal, N - 1} {}  // NOLINT(google-explicit-constructor)

    constexpr std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

}  // namespace orion::persistence
