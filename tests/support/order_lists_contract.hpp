#pragma once

#include "orion/ordering/list_orders.hpp"

#include "support/fake_ordering.hpp"
#include "support/ordering_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

/// What every list of orders must do. `Ordering` has `store()` and `lists()`. Call it in a test case with a fresh one:
/// it has subcases.
template <class Ordering>
class OrderListsContract {
public:
    explicit OrderListsContract(Ordering& ordering) : ordering_{ordering} {}

    void check() {
        SUBCASE("every filter and sort, page by page, gives what is worked out the plain way") { compare(); }
        SUBCASE("what is placed between two pages moves no order from one to another") { stable(); }
    }

private:
    static constexpr int orders_placed = 60;

    /// Few different times, totals, people and things, so that many orders are equal in one of them.
    ordering::OrderView place(int number) {
        const auto roll = [this](int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); };
        AnOrder order;
        const auto id = static_cast<std::uint8_t>(roll(2) == 0 ? number : 255 - number);
        order.id(numbered<OrderId>(id)).of(numbered<CartId>(id)).numbered_as(std::to_string(100'000 + number));
        auto& placement = order.placement;
        if (const auto who = roll(3); who > 0) placement.customer = numbered<UserId>(static_cast<std::uint8_t>(who));
        placement.email = *Email::parse(roll(2) == 0 ? "Zoe@Example.com" : "max@example.com");
        placement.now = opening_time + std::chrono::milliseconds{roll(5)};
        const char* const titles[] = {"Große Kanne", "100% Tea_Pot", "it's a Mug"};
        const char* const skus[] = {"KANNE.1", "pot-2", "Mug_3"};
        const auto thing = static_cast<std::size_t>(roll(3));
        placement.lines = {{.sku = *Sku::parse(skus[thing]),
                            .title = titles[thing],
                            .quantity = *Quantity::parse(roll(3) + 1),
                            .unit_price = Money{500, pounds}}};
        auto placed = order.placed();
        REQUIRE(save(placed));
        if (roll(2) == 0) {
            REQUIRE(ordering_.store().transact([&](ordering::OrderingWork& work) -> Result<void> {
                auto stored = *work.orders().find(placed.id());
                ORION_CHECK(stored.cancel("changed my mind", placement.now));
                ORION_CHECK(work.orders().save(stored));
                placed = std::move(stored);
                return {};
            }));
        }
        return placed.snapshot();
    }

    Result<void> save(const ordering::Order& order) {
        return ordering_.store().transact([&](ordering::OrderingWork& work) -> Result<void> {
            auto copy = order;
            return work.orders().save(copy);
        });
    }

    std::vector<ordering::OrderView> all_pages(const ordering::ListOrdersQuery& query) {
        std::vector<ordering::OrderView> all;
        auto asked = query;
        for (int pages = 0; pages < orders_placed + 2; ++pages) {
            const auto page = ordering::ListOrders{ordering_.lists()}.execute(asked);
            REQUIRE(page);
            CHECK(page->items.size() <= static_cast<std::size_t>(query.limit));
            all.insert(all.end(), page->items.begin(), page->items.end());
            if (!page->next_cursor) return all;
            asked.cursor = page->next_cursor;
        }
        FAIL("the pages have no end");
        return all;
    }

    void compare() {
        FakeOrdering oracle;
        for (int number = 1; number <= orders_placed; ++number) {
            const auto order = place(number);
            oracle.state().orders.emplace(order.id, order);
        }
        const auto time = to_rfc3339(opening_time + std::chrono::milliseconds{2});
        const std::vector<ordering::ListOrdersQuery> filters{
            {},
            {.customer = numbered<UserId>(1)},
            {.customer_id = numbered<UserId>(2).to_string(), .email = "zoe@example.com"},
            {.customer = numbered<UserId>(9)},
            {.email = "ZOE@example.com"},
            {.status = "cancelled"},
            {.customer = numbered<UserId>(1), .status = "pending", .from = time},
            {.from = time, .to = time},
            {.from = "2026-01-31", .to = "2026-01-31"},
            {.to = "2026-01-30"},
            {.min_total = 1000, .max_total = 1000},
            {.max_total = 999},
            {.email = "max@example.com", .min_total = 1001},
            {.q = "10000"},
            {.q = "100060"},
            {.q = "mug"},
            {.q = "GRO\u00dfE"},
            {.q = "100%"},
            {.q = "Tea_pot"},
            {.q = "TEAxPOT"},
            {.q = "it's"},
            {.q = "nne.1"},
            {.q = "  "},
            {.customer = numbered<UserId>(2), .status = "pending", .min_total = 500, .q = "kanne"},
        };
        int found = 0;
        for (const auto& filter : filters) {
            for (const auto* const sort : {"", "placed_at", "-placed_at", "total", "-total"}) {
                auto query = filter;
                if (*sort != '\0') query.sort = sort;
                query.limit = 100;
                const auto expected = ordering::ListOrders{oracle}.execute(query);
                REQUIRE(expected);
                query.limit = 7;
                CAPTURE(sort);
                CAPTURE(filter.q.value_or(""));
                CHECK(all_pages(query) == expected->items);
                found += static_cast<int>(expected->items.size());
            }
        }
        CHECK(found > orders_placed * 20);
    }

    void stable() {
        for (int number = 1; number <= orders_placed / 2; ++number) place(number);
        const auto before = all_pages({.sort = "-placed_at"});
        ordering::ListOrders list{ordering_.lists()};
        const auto first = list.execute({.sort = "-placed_at", .limit = 10});
        REQUIRE(first);
        for (int number = orders_placed / 2 + 1; number <= orders_placed; ++number) place(number);

        auto seen = first->items;
        auto cursor = first->next_cursor;
        for (int pages = 0; cursor && pages < orders_placed; ++pages) {
            const auto page = list.execute({.sort = "-placed_at", .cursor = cursor, .limit = 10});
            REQUIRE(page);
            seen.insert(seen.end(), page->items.begin(), page->items.end());
            cursor = page->next_cursor;
        }
        for (const auto& order : before) {
            CHECK(std::ranges::count(seen, order.id, &ordering::OrderView::id) == 1);
        }
    }

    Ordering& ordering_;
    std::minstd_rand random_{20260131};
};

}  // namespace orion::test
