// Any text as the cursor of a page of products or orders: only what the shop writes for that very list is taken, and
// what the shop writes leads back to where the page ended, in that list and no other.
//
// Input: a byte that chooses filter and sort, the cursor that a client sends, a line feed, where a page ended.
#include "orion/catalog/page_cursor.hpp"
#include "orion/kernel/text.hpp"
#include "orion/ordering/list_orders.hpp"

#include "fuzz/require.hpp"
#include "support/an_order.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

using namespace orion;

namespace {

using test::require;

constexpr std::size_t longest_key = 1'000;

bool chooses(std::uint8_t choice, unsigned bit) { return (choice >> bit & 1U) != 0; }

template <class Identity>
Identity id_in(std::string_view text) {
    Uuid uuid;
    std::copy_n(text.begin(), std::min(text.size(), uuid.bytes.size()), uuid.bytes.begin());
    return Identity{uuid};
}

struct ProductList {
    explicit ProductList(std::uint8_t choice)
        : sort{static_cast<catalog::SortField>(choice & 3U),
               chooses(choice, 2) ? catalog::Direction::descending : catalog::Direction::ascending} {
        if (chooses(choice, 3)) filter.words = {"green", "tea"};
        if (chooses(choice, 4)) filter.category = catalog::Slug::derive("Tea");
        if (chooses(choice, 5)) filter.min_price = 100;
        if (chooses(choice, 6)) filter.stock = catalog::ProductFilter::Stock::in_stock;
        if (chooses(choice, 7)) filter.scope = catalog::ProductFilter::Scope::all;
    }

    std::string write(const catalog::PagePosition& position) const {
        return catalog::write_cursor(position, filter, sort);
    }
    Result<catalog::PagePosition> read(std::string_view text) const { return catalog::read_cursor(text, filter, sort); }

    catalog::ProductFilter filter{};
    catalog::ProductSort sort;
};

void check_products(std::uint8_t choice, std::string_view sent, std::string_view ended) {
    const ProductList list{choice};
    if (const auto taken = list.read(sent)) require(list.write(*taken) == sent);

    if (ended.size() > longest_key || !is_utf8(ended)) return;
    const catalog::PagePosition position{std::string{ended}, id_in<ProductId>(ended)};
    const auto cursor = list.write(position);
    require(list.read(cursor) == position);
    for (unsigned bit = 0; bit < 8; ++bit)
        require(!ProductList{static_cast<std::uint8_t>(choice ^ 1U << bit)}.read(cursor));
}

/// Every page is full of one order, and remembers behind what it was asked for.
class EndlessOrders final : public ordering::OrderLists {
public:
    explicit EndlessOrders(ordering::OrderView order) : order_{std::move(order)} {}

    Result<std::vector<ordering::OrderView>> list(const ordering::OrderPageQuery& query) override {
        after = query.after;
        return std::vector(query.limit, order_);
    }

    std::optional<ordering::OrderPosition> after{};

private:
    ordering::OrderView order_;
};

ordering::ListOrdersQuery order_query(std::uint8_t choice) {
    static constexpr std::array sorts{"placed_at", "-placed_at", "total", "-total"};
    ordering::ListOrdersQuery query{.sort = sorts[choice & 3U], .limit = 1};
    if (chooses(choice, 2)) query.customer = id_in<UserId>("a customer");
    if (chooses(choice, 3)) query.email = "zoe@example.com";
    if (chooses(choice, 4)) query.status = "pending";
    if (chooses(choice, 5)) query.from = "2026-01-31";
    if (chooses(choice, 6)) query.max_total = 1000;
    if (chooses(choice, 7)) query.q = "tea";
    return query;
}

/// An order that stands where `position` says in every sort.
ordering::OrderView order_at(const ordering::OrderPosition& position) {
    static const auto placed = test::AnOrder{}.placed().snapshot();
    auto order = placed;
    order.id = position.order;
    order.placed_at = Instant{Instant::duration{position.key}};
    order.totals.total = Money{position.key, test::pounds};
    return order;
}

/// The cursor of a page that ends at `position`.
std::string order_cursor(std::uint8_t choice, const ordering::OrderPosition& position) {
    EndlessOrders orders{order_at(position)};
    return ordering::ListOrders{orders}.execute(order_query(choice)).value().next_cursor.value();
}

/// Where the list goes on; nothing if the cursor is refused.
std::optional<ordering::OrderPosition> position_behind(std::uint8_t choice, std::string_view cursor) {
    EndlessOrders orders{order_at({.key = 0, .order = id_in<OrderId>("")})};
    auto query = order_query(choice);
    query.cursor = std::string{cursor};
    if (!ordering::ListOrders{orders}.execute(query)) return std::nullopt;
    require(orders.after.has_value());
    return orders.after;
}

void check_orders(std::uint8_t choice, std::string_view sent, std::string_view ended) {
    if (const auto taken = position_behind(choice, sent)) require(order_cursor(choice, *taken) == sent);

    ordering::OrderPosition position{.key = 0, .order = id_in<OrderId>(ended)};
    std::memcpy(&position.key, ended.data(), std::min(ended.size(), sizeof position.key));
    const auto cursor = order_cursor(choice, position);
    const auto back = position_behind(choice, cursor);
    require(back && back->key == position.key && back->order == position.order);
    for (unsigned bit = 0; bit < 8; ++bit)
        require(!position_behind(static_cast<std::uint8_t>(choice ^ 1U << bit), cursor));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    auto rest = test::text_of(data + 1, size - 1);
    const auto sent = test::take_until(rest, '\n');
    check_products(data[0], sent, rest);
    check_orders(data[0], sent, rest);
    return 0;
}
