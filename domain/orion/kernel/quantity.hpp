#pragma once

#include "orion/kernel/result.hpp"

#include <compare>
#include <cstdint>

namespace orion {

/// How many of one SKU somebody buys: 1 to 999.
class Quantity {
public:
    static constexpr std::int64_t max = 999;

    /// `invalid` / `out_of_range` outside 1…999.
    static Result<Quantity> parse(std::int64_t value) {
        if (value < 1 || value > max) return fail(ErrorKind::invalid, "out_of_range", "A quantity is 1 to 999.");
        return Quantity{static_cast<int>(value)};
    }

    constexpr int value() const { return value_; }
    friend auto operator<=>(const Quantity&, const Quantity&) = default;

private:
    explicit constexpr Quantity(int value) : value_{value} {}
    int value_;
};

}  // namespace orion
