#include "orion/kernel/money.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using orion::Currency;
using orion::Money;

namespace {

const Currency pounds = *Currency::parse("GBP");
const Currency yen = *Currency::parse("JPY");
const Currency dinars = *Currency::parse("KWD");

std::string_view refusal(std::string_view text, Currency currency) {
    const auto parsed = Money::parse_decimal(text, currency);
    REQUIRE(!parsed);
    return parsed.error().code.text();
}

}  // namespace

TEST_SUITE("kernel/money") {
    TEST_CASE("decimal text becomes exact minor units") {
        CHECK(Money::parse_decimal("19.99", pounds)->amount() == 1999);
        CHECK(Money::parse_decimal("52", pounds)->amount() == 5200);
        CHECK(Money::parse_decimal("0.5", pounds)->amount() == 50);
        CHECK(Money::parse_decimal("2.5000", pounds)->amount() == 250);
        CHECK(Money::parse_decimal("500", yen)->amount() == 500);
        CHECK(Money::parse_decimal("1.234", dinars)->amount() == 1234);
    }

    TEST_CASE("an amount is never rounded silently") {
        CHECK(refusal("0.001", pounds) == "too_precise");
        CHECK(refusal("1.5", yen) == "too_precise");
    }

    TEST_CASE("what is no amount is refused") {
        for (const auto* text : {"", ".", ".5", "5.", "1e3", "+1", " 1", "1,5", "0x10", "1.2.3", "NaN"}) {
            CAPTURE(text);
            CHECK(refusal(text, pounds) == "malformed_amount");
        }
        CHECK(refusal("-1", pounds) == "out_of_range");
        CHECK(refusal("99999999999999999999999999", pounds) == "out_of_range");
    }

    TEST_CASE("pounds and yen do not mix") {
        CHECK_THROWS_AS((void)(Money{1, pounds} + Money{1, yen}), std::logic_error);
        CHECK_THROWS_AS((void)(Money{1, pounds} < Money{1, yen}), std::logic_error);
    }

    TEST_CASE("an overflow is never silent") {
        CHECK_THROWS_AS((void)(Money{INT64_MAX, pounds} + Money{1, pounds}), std::logic_error);
        CHECK_THROWS_AS((void)(Money{INT64_MAX, pounds} * *orion::Quantity::parse(2)), std::logic_error);
    }
}
