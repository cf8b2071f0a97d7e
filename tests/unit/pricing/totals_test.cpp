#include "orion/pricing/totals.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <stdexcept>

using orion::Currency;
using orion::Money;
using orion::Quantity;
using orion::pricing::calculate_totals;
using orion::pricing::PricedLine;

namespace {

const Currency pounds = *Currency::parse("GBP");
const Currency yen = *Currency::parse("JPY");

PricedLine line(std::int64_t unit_price, int quantity) {
    return {.unit_price = {unit_price, pounds}, .quantity = *Quantity::parse(quantity)};
}

std::vector<PricedLine> random_lines(std::mt19937_64& random) {
    std::vector<PricedLine> lines(random() % 101, line(0, 1));
    for (auto& each : lines) {
        const auto unit_price = static_cast<std::int64_t>(random() % (Money::max_amount + 1));
        each = line(unit_price, static_cast<int>(random() % 999) + 1);
    }
    return lines;
}

}  // namespace

TEST_SUITE("pricing/totals") {
    TEST_CASE("two mugs and a pot of tea") {
        const auto totals = calculate_totals(pounds, std::vector{line(850, 2), line(399, 1)});

        CHECK(totals.line_totals == std::vector{Money{1700, pounds}, Money{399, pounds}});
        CHECK(totals.subtotal == Money{2099, pounds});
        CHECK(totals.discount_total == Money::zero(pounds));
        CHECK(totals.tax_total == Money::zero(pounds));
        CHECK(totals.shipping_total == Money::zero(pounds));
        CHECK(totals.total == Money{2099, pounds});
    }

    TEST_CASE("nothing costs nothing, in the currency of the cart") {
        CHECK(calculate_totals(yen, {}).total == Money::zero(yen));
    }

    TEST_CASE("the fullest cart at the highest price still has an exact total") {
        const std::vector lines(100, line(Money::max_amount, 999));
        CHECK(calculate_totals(pounds, lines).total.amount() == 99'900 * Money::max_amount);
    }

    TEST_CASE("a price in another currency is a mistake of the program") {
        CHECK_THROWS_AS((void)calculate_totals(yen, std::vector{line(100, 1)}), std::logic_error);
        CHECK_THROWS_AS((void)calculate_totals(pounds, std::vector{line(-1, 1)}), std::logic_error);
    }

    TEST_CASE("whatever is bought, the parts add up to the total and their order does not matter") {
        std::mt19937_64 random{20260131};  // NOLINT(*-msc51-cpp): the same carts in every run
        for (int round = 0; round < 500; ++round) {
            CAPTURE(round);
            auto lines = random_lines(random);
            const auto totals = calculate_totals(pounds, lines);
            auto sum = Money::zero(pounds);
            for (const auto& line_total : totals.line_totals) sum += line_total;
            std::ranges::shuffle(lines, random);

            CHECK(totals.line_totals.size() == lines.size());
            CHECK(totals.subtotal == sum);
            CHECK(totals.total == totals.subtotal - totals.discount_total + totals.tax_total + totals.shipping_total);
            CHECK(totals.discount_total <= totals.subtotal);
            CHECK_FALSE(totals.total.is_negative());
            CHECK(calculate_totals(pounds, lines).total == totals.total);
        }
    }

    TEST_CASE("buying one more of anything costs exactly one unit price more") {
        std::mt19937_64 random{7};  // NOLINT(*-msc51-cpp): the same carts in every run
        for (int round = 0; round < 500; ++round) {
            const auto price = static_cast<std::int64_t>(random() % 100'000);
            const auto quantity = static_cast<int>(random() % 998) + 1;
            const auto before = calculate_totals(pounds, std::vector{line(price, quantity), line(125, 3)}).subtotal;
            const auto after = calculate_totals(pounds, std::vector{line(price, quantity + 1), line(125, 3)}).subtotal;
            CHECK(after - before == Money{price, pounds});
        }
    }
}
