#include "orion/ordering/list_orders.hpp"

#include "orion/kernel/text.hpp"
#include "orion/kernel/time_or_day.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

namespace orion::ordering {
namespace {

Result<OrderSort> parse_sort(std::string_view text) {
    auto direction = SortDirection::ascending;
    if (text.starts_with('-')) {
        direction = SortDirection::descending;
        text.remove_prefix(1);
    }
    if (text == "placed_at") return OrderSort{OrderSortField::placed_at, direction};
    if (text == "total") return OrderSort{OrderSortField::total, direction};
    return fail(ErrorKind::invalid, "unknown_sort", "Orders sort by placed_at or total.");
}

std::string folded(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// Everything that decides which orders a list holds, and in which order. A cursor is no secret: FNV-1a tells a
/// mistake, and a made-up position does no harm.
std::string fingerprint(const OrderFilter& filter, const OrderSort& sort) {
    std::string text;
    const auto add = [&text](const auto& part) { text.append(part).append(1, '\n'); };
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : "-"; };
    const auto time = [](const auto& value) { return value ? to_rfc3339(*value) : "-"; };
    add(std::to_string(static_cast<int>(sort.field)) + std::to_string(static_cast<int>(sort.direction)));
    add(filter.customer ? filter.customer->to_string() : "-");
    add(filter.email ? filter.email->folded() : "-");
    add(filter.status ? to_text(*filter.status) : "-");
    add(time(filter.from));
    add(time(filter.to));
    add(number(filter.min_total));
    add(number(filter.max_total));
    add(filter.part.value_or(""));
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
    return std::to_string(hash);
}

OrderPosition position_of(const OrderView& order, const OrderSort& sort) {
    const auto key =
        sort.field == OrderSortField::total ? order.totals.total.amount() : order.placed_at.time_since_epoch().count();
    return {key, order.id};
}

std::string write_cursor(const OrderPosition& last, const OrderFilter& filter, const OrderSort& sort) {
    return std::to_string(last.key) + '_' + last.order.to_string() + '_' + fingerprint(filter, sort);
}

Result<OrderPosition> read_cursor(std::string_view text, const OrderFilter& filter, const OrderSort& sort) {
    const auto bad = fail(ErrorKind::invalid, "invalid_cursor", "This cursor does not belong to this list.");
    const auto first = text.find('_');
    const auto second = text.find('_', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return bad;
    OrderPosition last{.key = 0, .order = OrderId{Uuid{}}};
    const auto digits = text.substr(0, first);
    std::from_chars(digits.data(), digits.data() + digits.size(), last.key);
    last.order = OrderId::parse(text.substr(first + 1, second - first - 1)).value_or(last.order);
    if (write_cursor(last, filter, sort) != text) return bad;
    return last;
}

void check_bound(FieldErrors& errors, const char* field, const std::optional<std::int64_t>& total) {
    if (total && *total < 0) errors.add(field, "out_of_range", "A total is not negative.");
}

OrderFilter parse_filter(const ListOrdersQuery& query, FieldErrors& errors) {
    OrderFilter filter{.customer = query.customer, .min_total = query.min_total, .max_total = query.max_total};
    if (query.customer_id) filter.customer = errors.take("customer_id", UserId::parse(*query.customer_id));
    if (query.email) filter.email = errors.take("email", Email::parse(*query.email));
    if (query.status) filter.status = errors.take("status", parse_order_status(*query.status));
    if (query.from) filter.from = errors.take("from", parse_time_or_day(*query.from, OfDay::first));
    if (query.to) filter.to = errors.take("to", parse_time_or_day(*query.to, OfDay::last));
    check_bound(errors, "min_total", query.min_total);
    check_bound(errors, "max_total", query.max_total);
    const auto q = errors.take("q", parse_text(query.q.value_or(""), {.max_bytes = ListOrdersQuery::max_q_bytes}));
    if (q && q->find_first_not_of(' ') != std::string::npos) {
        const auto begin = q->find_first_not_of(' ');
        filter.part = folded(q->substr(begin, q->find_last_not_of(' ') - begin + 1));
    }
    return filter;
}

}  // namespace

Result<OrderPage> ListOrders::execute(const ListOrdersQuery& query) {
    FieldErrors errors;
    OrderPageQuery page{.filter = parse_filter(query, errors)};
    if (query.limit < 1 || query.limit > ListOrdersQuery::max_limit)
        errors.add("limit", "out_of_range", "A page holds 1 to 100 orders.");
    if (query.sort) page.sort = errors.take("sort", parse_sort(*query.sort)).value_or(OrderSort{});
    if (query.cursor) page.after = errors.take("cursor", read_cursor(*query.cursor, page.filter, page.sort));
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    const auto limit = static_cast<std::size_t>(query.limit);
    // One more than asked for tells whether there is a next page.
    page.limit = limit + 1;
    ORION_TRY(auto found, lists_.list(page));
    OrderPage shown{.items = std::move(found), .next_cursor = std::nullopt};
    if (shown.items.size() > limit) {
        shown.items.erase(shown.items.begin() + static_cast<std::ptrdiff_t>(limit), shown.items.end());
        shown.next_cursor = write_cursor(position_of(shown.items.back(), page.sort), page.filter, page.sort);
    }
    return shown;
}

}  // namespace orion::ordering
