#include "orion/ordering/list_orders.hpp"

#include "support/order_lists_contract.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace orion;            // NOLINT(google-build-using-namespace)
using namespace orion::ordering;  // NOLINT(google-build-using-namespace)
using orion::test::code_of;
using orion::test::numbered;

namespace {

std::vector<std::string> bad_fields(const ListOrdersQuery& query) {
    test::FakeOrdering ordering;
    const auto refused = ListOrders{ordering}.execute(query);
    std::vector<std::string> fields;
    if (!refused) {
        for (const auto& field : refused.error().fields)
            fields.push_back(field.field + " " + std::string{field.code.text()});
    }
    return fields;
}

}  // namespace

TEST_SUITE("ordering/list_orders") {
    TEST_CASE("the fake lists orders as every list does") {
        test::FakeOrdering ordering;
        test::OrderListsContract<test::FakeOrdering>{ordering}.check();
    }

    TEST_CASE("everything that is wrong with a list's parameters is said at once") {
        CHECK(bad_fields({.customer_id = "me",
                          .email = "nobody",
                          .status = "lost",
                          .from = "yesterday",
                          .to = "2026-02-30",
                          .min_total = -1,
                          .max_total = -1,
                          .q = std::string(201, 'x'),
                          .sort = "price",
                          .cursor = "abc",
                          .limit = 101}) ==
              std::vector<std::string>{"customer_id malformed_id", "email malformed_email", "status unknown_status",
                                       "from malformed_time", "to malformed_time", "min_total out_of_range",
                                       "max_total out_of_range", "q too_long", "limit out_of_range",
                                       "sort unknown_sort", "cursor invalid_cursor"});
        CHECK(bad_fields({.from = "2026-01-31T09:30:00Z", .to = "2026-01-31"}).empty());
    }

    TEST_CASE("a cursor belongs to one filter and sort") {
        test::OrderingShop<> shop;
        for (std::uint8_t i = 1; i <= 3; ++i) {
            shop.fill(numbered<CartId>(i));
            REQUIRE(shop.place({.cart = numbered<CartId>(i)}));
        }
        ListOrders list{shop.ordering};
        const auto cursor = list.execute({.limit = 1})->next_cursor;
        REQUIRE(cursor);
        CHECK(list.execute({.cursor = cursor, .limit = 2})->items.size() == 2);
        CHECK(code_of(list.execute({.sort = "total", .cursor = cursor})) == "invalid_fields");
        CHECK(code_of(list.execute({.status = "pending", .cursor = cursor})) == "invalid_fields");
        CHECK(code_of(list.execute({.customer = numbered<UserId>(1), .cursor = cursor})) == "invalid_fields");
    }

    TEST_CASE("a cursor is taken as it was written, not as it might have been") {
        test::OrderingShop<> shop;
        for (std::uint8_t i = 1; i <= 2; ++i) {
            shop.fill(numbered<CartId>(i));
            REQUIRE(shop.place({.cart = numbered<CartId>(i)}));
        }
        ListOrders list{shop.ordering};
        const auto cursor = list.execute({.limit = 1})->next_cursor.value();
        for (const auto& other :
             {"0" + cursor, "+" + cursor, " " + cursor, cursor + "0", cursor + "_", std::string{"_"}})
            CHECK(code_of(list.execute({.cursor = other})) == "invalid_fields");
    }
}
