#pragma once

#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"
#include "orion/ordering/order_view.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::ordering {

/// Which orders a list holds: those that all of it is true of. What is absent does not matter.
struct OrderFilter {
    std::optional<UserId> customer{};
    std::optional<Email> email{};
    std::optional<OrderStatus> status{};
    std::optional<Instant> from{};  ///< placed then or later
    std::optional<Instant> to{};    ///< placed then or before
    std::optional<std::int64_t> min_total{};
    std::optional<std::int64_t> max_total{};
    /// Part of the number or of a line's SKU or title, whatever the case of its ASCII letters. Holds no upper case.
    std::optional<std::string> part{};
};

enum class OrderSortField : std::uint8_t { placed_at, total };
enum class SortDirection : std::uint8_t { ascending, descending };

/// Orders of equal time or total follow their ids.
struct OrderSort {
    OrderSortField field = OrderSortField::placed_at;
    SortDirection direction = SortDirection::descending;
};

/// Where a page ended: milliseconds or minor units, and the order.
struct OrderPosition {
    std::int64_t key;
    OrderId order;
};

struct OrderPageQuery {
    OrderFilter filter{};
    OrderSort sort{};
    std::optional<OrderPosition> after{};
    std::size_t limit = 20;
};

/// Lists of orders. What is placed between two pages moves no order that was there from one page to another.
/// Thread-safe.
class OrderLists {
public:
    virtual ~OrderLists() = default;
    /// At most `limit`, behind `after`.
    virtual Result<std::vector<OrderView>> list(const OrderPageQuery& query) = 0;
};

}  // namespace orion::ordering
