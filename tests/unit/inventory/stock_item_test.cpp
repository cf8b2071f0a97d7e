#include "orion/inventory/stock_item.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace orion;
using namespace orion::inventory;

namespace {

const Sku mug = *Sku::parse("MUG");

StockItem mugs(std::int64_t on_hand, std::int64_t reserved) {
    return StockItem::restore(
        {.sku = mug, .on_hand = on_hand, .reserved = reserved, .low_stock_threshold = 2, .version = 7});
}

Movement movement(MovementKind kind, std::int64_t on_hand, std::int64_t reserved) {
    return {.sku = mug,
            .kind = kind,
            .delta_on_hand = on_hand,
            .delta_reserved = reserved,
            .reason = {},
            .actor = "ann",
            .document = {},
            .order = {},
            .at = {}};
}

}  // namespace

TEST_SUITE("inventory/stock_item") {
    TEST_CASE("a new item holds nothing") {
        const auto item = StockItem::open(mug);
        CHECK(item.on_hand() == 0);
        CHECK(item.reserved() == 0);
        CHECK(item.version() == 0);
    }

    TEST_CASE("what is reserved cannot be bought by others") {
        auto item = mugs(5, 0);
        REQUIRE(item.apply(movement(MovementKind::reservation, 0, 3)));
        CHECK(item.available() == 2);
        CHECK(item.version() == 8);
    }

    TEST_CASE("not more is reserved than is there") {
        auto item = mugs(5, 3);
        const auto refused = item.apply(movement(MovementKind::reservation, 0, 3));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::conflict);
        CHECK(refused.error().code == "insufficient_stock");
        CHECK(item.snapshot() == mugs(5, 3).snapshot());
    }

    TEST_CASE("an adjustment leaves at least what is reserved") {
        auto item = mugs(5, 3);
        CHECK(item.apply(movement(MovementKind::adjustment, -3, 0)).error().code == "insufficient_stock");
        CHECK(item.apply(movement(MovementKind::adjustment, INT64_MIN, 0)).error().code == "insufficient_stock");
        CHECK(item.apply(movement(MovementKind::adjustment, -2, 0)));
        CHECK(item.available() == 0);
    }

    TEST_CASE("people cannot bring in more than a stock can hold") {
        auto item = mugs(5, 0);
        for (const auto kind : {MovementKind::receipt, MovementKind::adjustment}) {
            CHECK(item.apply(movement(kind, StockItem::max_on_hand - 4, 0)).error().code == "out_of_range");
            CHECK(item.apply(movement(kind, INT64_MAX, 0)).error().code == "out_of_range");
        }
        CHECK(item.apply(movement(MovementKind::receipt, StockItem::max_on_hand - 5, 0)));
        CHECK(item.apply(movement(MovementKind::restock, 3, 0)));
    }

    TEST_CASE("releasing what nobody reserved is a mistake of the program") {
        auto item = mugs(5, 1);
        CHECK_THROWS_AS((void)item.apply(movement(MovementKind::release, 0, -2)), std::logic_error);
    }

    TEST_CASE("stock is low at its threshold") {
        CHECK_FALSE(mugs(5, 2).is_low());
        CHECK(mugs(5, 3).is_low());
    }
}
