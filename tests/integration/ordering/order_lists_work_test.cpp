#include "orion/ordering/list_orders.hpp"

#include "support/an_order.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <atomic>
#include <cstdint>
#include <string>

using namespace orion;  // NOLINT(google-build-using-namespace)
using test::numbered;

namespace {

/// Counts what SQLite does for the statements of connections that are opened from now on, in steps of its machine.
class SqliteWork {
public:
    SqliteWork() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch)); }
    ~SqliteWork() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&watch)); }
    SqliteWork(const SqliteWork&) = delete;
    SqliteWork& operator=(const SqliteWork&) = delete;

    /// Since it was asked last.
    static std::int64_t steps() { return counted.exchange(0); }

private:
    static int watch(sqlite3* connection, char** /*error*/, const void* /*api*/) {
        return sqlite3_trace_v2(connection, SQLITE_TRACE_PROFILE, &note, nullptr);
    }
    static int note(unsigned /*event*/, void* /*context*/, void* statement, void* /*nanoseconds*/) {
        counted += sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
        return 0;
    }

    static inline std::atomic<std::int64_t> counted = 0;
};

struct ManyOrders {
    static constexpr int placed = 250;

    ManyOrders() {
        REQUIRE(ordering.store().transact([&](ordering::OrderingWork& work) -> Result<void> {
            for (int number = 1; number <= placed; ++number) {
                const auto id = static_cast<std::uint8_t>(number);
                test::AnOrder order;
                order.id(numbered<OrderId>(id)).of(numbered<CartId>(id)).numbered_as(std::to_string(number));
                order.placement.customer = numbered<UserId>(1);
                order.placement.now += std::chrono::milliseconds{number};
                order.placement.lines.front().unit_price = Money{number, test::pounds};
                auto newborn = order.placed();
                ORION_CHECK(work.orders().save(newborn));
            }
            return {};
        }));
    }

    SqliteWork counted;
    test::SociOrdering<test::ShopDatabase> ordering;
};

}  // namespace

TEST_SUITE("ordering/work of lists of orders") {
    TEST_CASE("the last page of a list is no more work for SQLite than the first") {
        ManyOrders shop;
        for (const auto* const sort : {"placed_at", "-placed_at", "total", "-total"}) {
            for (const auto whose : {std::optional<UserId>{}, std::optional{numbered<UserId>(1)}}) {
                CAPTURE(sort);
                CAPTURE(whose.has_value());
                ordering::ListOrders list{shop.ordering.lists()};
                ordering::ListOrdersQuery query{.customer = whose, .sort = sort, .limit = 5};
                SqliteWork::steps();
                std::int64_t first = 0;
                std::int64_t last = 0;
                for (int page_number = 0; page_number < ManyOrders::placed / query.limit; ++page_number) {
                    const auto page = list.execute(query);
                    REQUIRE(page);
                    REQUIRE(page->items.size() == 5);
                    last = SqliteWork::steps();
                    if (page_number == 0) first = last;
                    query.cursor = page->next_cursor;
                }
                CHECK(first > 0);
                CHECK(last < first * 3 / 2);
            }
        }
    }
}
