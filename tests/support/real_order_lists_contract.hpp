#pragma once

#include "orion/ordering/list_orders.hpp"
#include "orion/ordering/ordering_store.hpp"

#include "support/real_orders.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <ranges>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

/// Every combination of a list's filters and sorts, page by page over the orders of a real shop, against the same
/// orders in a vector that is filtered and sorted. `Ordering` has `store()` and `lists()`, and nothing in them.
template <class Ordering>
class RealOrderListsContract {
public:
    RealOrderListsContract(Ordering& ordering, const RealOrders& orders) : ordering_{ordering} {
        for (const auto& order : orders.all()) orders_.push_back(order.snapshot());
        constexpr std::size_t batch = 200;
        for (std::span rest{orders.all()}; !rest.empty(); rest = rest.subspan(std::min(batch, rest.size())))
            REQUIRE(ordering.store().transact([&](ordering::OrderingWork& work) -> Result<void> {
                for (auto order : rest.first(std::min(batch, rest.size()))) ORION_CHECK(work.orders().save(order));
                return {};
            }));
    }

    void check() {
        std::size_t found = 0;
        for (const auto& whose : whose_orders())
            for (const auto& status : statuses())
                for (const auto& time : times())
                    for (const auto& total : totals())
                        for (const auto& part : parts())
                            for (const auto* const sort : {"placed_at", "-placed_at", "total", "-total"})
                                found += compare({whose, status, time, total, part}, sort);
        CHECK(found > orders_.size() * 20);
    }

private:
    using Query = ordering::ListOrdersQuery;
    using Order = ordering::OrderSnapshot;

    /// What is asked for, and what it means.
    struct Wish {
        std::string name;
        std::function<void(Query&)> ask;
        std::function<bool(const Order&)> fits;
    };
    using Wishes = std::vector<Wish>;

    static Wish anything() {
        return {"", [](Query&) {}, [](const Order&) { return true; }};
    }

    static Wishes whose_orders() {
        const auto somebody = RealOrders::customer("14911");
        return {anything(),
                {"customer_id", [=](Query& query) { query.customer_id = somebody.to_string(); },
                 [=](const Order& order) { return order.customer == somebody; }},
                {"email", [](Query& query) { query.email = "guest@example.COM"; },
                 [](const Order& order) { return !order.customer; }}};
    }

    static Wishes statuses() {
        Wishes wishes{anything()};
        for (const auto status :
             {ordering::OrderStatus::confirmed, ordering::OrderStatus::cancelled, ordering::OrderStatus::pending})
            wishes.push_back({std::string{to_text(status)},
                              [=](Query& query) { query.status = std::string{to_text(status)}; },
                              [=](const Order& order) { return order.status == status; }});
        return wishes;
    }

    static Wishes times() {
        const auto from = *parse_rfc3339("2010-12-06T12:00:00.000Z");
        const auto end = *parse_rfc3339("2011-01-11T00:00:00.000Z");
        return {anything(),
                {"from, to",
                 [=](Query& query) {
                     query.from = to_rfc3339(from);
                     query.to = "2011-01-10";
                 },
                 [=](const Order& order) { return order.placed_at >= from && order.placed_at < end; }}};
    }

    static Wishes totals() {
        return {anything(),
                {"min_total, max_total",
                 [](Query& query) {
                     query.min_total = 10'000;
                     query.max_total = 40'000;
                 },
                 [](const Order& order) {
                     const auto total = order.totals.total.amount();
                     return total >= 10'000 && total <= 40'000;
                 }}};
    }

    static Wishes parts() {
        const auto lower = [](std::string text) {
            std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
            return text;
        };
        const auto wish = [lower](const std::string& part) {
            return Wish{part, [=](Query& query) { query.q = part; },
                        [=](const Order& order) {
                            return order.number.contains(part) ||
                                   std::ranges::any_of(order.lines, [&](const ordering::OrderLine& line) {
                                       return lower(line.sku.text()).contains(lower(part)) ||
                                              lower(line.title).contains(lower(part));
                                   });
                        }};
        };
        return {anything(), wish("Hanging Heart"), wish("365")};
    }

    std::vector<OrderId> expected(const Wishes& wishes, std::string_view sort) const {
        auto matches = orders_ | std::views::filter([&](const Order& order) {
                           return std::ranges::all_of(wishes, [&](const Wish& wish) { return wish.fits(order); });
                       });
        std::vector<std::pair<std::int64_t, OrderId>> keys;
        for (const auto& order : matches)
            keys.emplace_back(
                sort.ends_with("total") ? order.totals.total.amount() : order.placed_at.time_since_epoch().count(),
                order.id);
        std::ranges::sort(keys);
        if (sort.starts_with('-')) std::ranges::reverse(keys);
        std::vector<OrderId> ids;
        for (const auto& key : keys) ids.push_back(key.second);
        return ids;
    }

    std::size_t compare(const Wishes& wishes, const char* sort) {
        Query query{.sort = sort, .limit = 40};
        std::string asked = sort;
        for (const auto& wish : wishes) {
            wish.ask(query);
            asked += ' ' + wish.name;
        }
        CAPTURE(asked);
        const auto ids = expected(wishes, sort);
        const auto most_pages = ids.size() / static_cast<std::size_t>(query.limit) + 1;
        std::vector<OrderId> listed;
        for (std::size_t page_number = 0; page_number < most_pages; ++page_number) {
            const auto page = ordering::ListOrders{ordering_.lists()}.execute(query);
            REQUIRE(page);
            for (const auto& order : page->items) listed.push_back(order.id);
            query.cursor = page->next_cursor;
            if (!query.cursor) break;
        }
        CHECK_FALSE(query.cursor);
        CHECK(listed == ids);
        return listed.size();
    }

    Ordering& ordering_;
    std::vector<Order> orders_;
};

}  // namespace orion::test
