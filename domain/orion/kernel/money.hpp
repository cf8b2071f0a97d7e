#pragma once

#include "orion/kernel/quantity.hpp"
#include "orion/kernel/result.hpp"

#include <compare>
#include <cstdint>
#include <string_view>

namespace orion {

/// An ISO 4217 currency, by its alphabetic code.
class Currency {
public:
    /// `invalid` / `unknown_currency` unless `code` is an active ISO 4217 code of the kinds a shop sells in.
    static Result<Currency> parse(std::string_view code);

    /// "GBP"
    std::string_view code() const { return {code_, 3}; }
    /// How many decimal digits separate the minor from the major unit: 2 for GBP, 0 for JPY, 3 for KWD.
    int minor_digits() const { return minor_digits_; }

    friend bool operator==(const Currency& left, const Currency& right) { return left.code() == right.code(); }

private:
    Currency(std::string_view code, int minor_digits);
    char code_[3];  // NOLINT(modernize-use-default-member-init): what it starts as is a parameter
    int minor_digits_;
};

/// An exact amount in minor units. Mixing currencies and overflow are contract violations (std::logic_error): amounts
/// are bounded where they enter (`Money::max_amount`), and lines and quantities are bounded too.
class Money {
public:
    /// The largest amount that may enter the shop as a price. 999 units × 100 lines of it still fit in 64 bits.
    static constexpr std::int64_t max_amount = 1'000'000'000'000;

    Money(std::int64_t minor_units, Currency currency) : amount_{minor_units}, currency_{currency} {}
    static Money zero(Currency currency) { return {0, currency}; }

    /// Reads decimal text such as `12.5` exactly, without rounding. `invalid` / `malformed_amount` for anything else,
    /// `too_precise` for more digits than the currency has, `out_of_range` for negative or above `max_amount`.
    static Result<Money> parse_decimal(std::string_view text, Currency currency);

    std::int64_t amount() const { return amount_; }
    Currency currency() const { return currency_; }
    bool is_negative() const { return amount_ < 0; }

    friend Money operator+(const Money& left, const Money& right);
    friend Money operator-(const Money& left, const Money& right);
    friend Money operator*(const Money& price, Quantity quantity);
    Money& operator+=(const Money& other) { return *this = *this + other; }

    friend bool operator==(const Money&, const Money&) = default;
    /// Contract: same currency.
    friend std::strong_ordering operator<=>(const Money& left, const Money& right);

private:
    std::int64_t amount_;
    Currency currency_;
};

}  // namespace orion
