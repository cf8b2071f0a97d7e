#pragma once

#include "orion/kernel/result.hpp"

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace orion {

/// A stock-keeping unit: 1–64 characters of `A-Z a-z 0-9 . _ -`, case-sensitive.
class Sku {
public:
    static constexpr std::size_t max_length = 64;

    /// `invalid` / `malformed_sku`
    static Result<Sku> parse(std::string_view text);

    const std::string& text() const { return text_; }
    friend auto operator<=>(const Sku&, const Sku&) = default;

private:
    explicit Sku(std::string_view text) : text_{text} {}
    std::string text_;
};

}  // namespace orion

template <>
struct std::hash<orion::Sku> {
    std::size_t operator()(const orion::Sku& sku) const noexcept { return std::hash<std::string>{}(sku.text()); }
};
