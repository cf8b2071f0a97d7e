#pragma once

#include "orion/ordering/order_lists.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::ordering {

/// The parameters of a list of orders as the asker wrote them.
struct ListOrdersQuery {
    static constexpr int default_limit = 20;
    static constexpr int max_limit = 100;
    static constexpr std::size_t max_q_bytes = 200;

    std::optional<UserId> customer{};          ///< whose orders; nothing: everybody's
    std::optional<std::string> customer_id{};  ///< the same, as a parameter
    std::optional<std::string> email{};
    std::optional<std::string> status{};
    std::optional<std::string> from{};  ///< a time or a day, `2026-01-31`: its beginning
    std::optional<std::string> to{};    ///< a time or a day: its end; both are included
    std::optional<std::int64_t> min_total{};
    std::optional<std::int64_t> max_total{};
    std::optional<std::string> q{};     ///< part of the number or of a line's SKU or title
    std::optional<std::string> sort{};  ///< `placed_at` or `total`, `-` before it turns it round; the newest first
    std::optional<std::string> cursor{};
    int limit = default_limit;
};

struct OrderPage {
    std::vector<OrderView> items;
    std::optional<std::string> next_cursor;
};

/// One page of orders. `invalid` / `invalid_fields` naming every bad parameter; `cursor` (`invalid_cursor`) when it is
/// damaged or of another sort or filter.
class ListOrders {
public:
    explicit ListOrders(OrderLists& lists) : lists_{lists} {}
    Result<OrderPage> execute(const ListOrdersQuery& query);

private:
    OrderLists& lists_;
};

}  // namespace orion::ordering
