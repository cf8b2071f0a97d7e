#pragma once

#include "orion/catalogue_files/byte_source.hpp"
#include "orion/catalogue_files/csv_row.hpp"
#include "orion/ordering/order.hpp"

#include "support/an_order.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orion::test {

/// Makes orders of the invoices of a real shop, a row per line: invoice, SKU, title, quantity, time, price, customer.
/// Who has no number there is a guest. What a customer sends back later (invoices `C…`) cancels the orders that it was
/// in; what cost nothing has failed.
class RealOrders {
public:
    /// The first `wanted` of them.
    RealOrders(const std::filesystem::path& file, std::size_t wanted) {
        auto bytes = catalogue_files::unpacked(catalogue_files::open_file(file).value()).value();
        catalogue_files::CsvReader rows{
            std::make_unique<catalogue_files::LineReader>(catalogue_files::ByteReader{std::move(bytes)})};
        rows.next().value();
        while (placements_.size() <= wanted) {
            const auto row = rows.next().value();
            if (!row) break;
            read(row->cells);
        }
        for (auto& placement : placements_)
            if (orders_.size() < wanted) orders_.push_back(lived(std::move(placement)));
    }

    const std::vector<ordering::Order>& all() const { return orders_; }

    static UserId customer(std::string_view number) { return id_of<UserId>(number); }

private:
    using Cells = std::vector<std::string>;
    /// Enough to find an order by; some invoices have hundreds, which only take time.
    static constexpr std::size_t most_lines = 8;

    /// The same for the same text, and in no order with others.
    template <class Identity>
    static Identity id_of(std::string_view text) {
        std::uint64_t hash = 0xcbf29ce484222325U;
        for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
        Uuid uuid;
        for (auto& byte : uuid.bytes) {
            byte = static_cast<std::uint8_t>(hash >> 56);
            hash = hash * 6364136223846793005U + 1442695040888963407U;
        }
        return Identity{uuid};
    }

    void read(const Cells& cells) {
        if (cells.size() != 8) return;
        const auto& invoice = cells[0];
        if (invoice.starts_with('C')) {
            returned_.emplace(customer(cells[6]), cells[1]);
            return;
        }
        if (placements_.empty() || placements_.back().number != invoice) {
            if (!placements_.empty() && placements_.back().lines.empty()) placements_.pop_back();
            placements_.push_back(placement_of(cells));
        }
        auto& lines = placements_.back().lines;
        if (auto line = line_of(cells); line && lines.size() < most_lines) lines.push_back(*std::move(line));
    }

    static ordering::Placement placement_of(const Cells& cells) {
        const auto& number = cells[6];
        auto time = cells[4] + ".000Z";
        time[10] = 'T';
        return {.id = id_of<OrderId>(cells[0]),
                .number = cells[0],
                .cart = id_of<CartId>(cells[0]),
                .customer = number.empty() ? std::nullopt : std::optional{customer(number)},
                .currency = pounds,
                .lines = {},
                .email = Email::parse((number.empty() ? "Guest" : number) + "@Example.com").value(),
                .shipping_address = an_address(),
                .now = parse_rfc3339(time).value()};
    }

    /// Nothing for postage, corrections and the like.
    static std::optional<ordering::PlacedLine> line_of(const Cells& cells) {
        std::int64_t number = 0;
        std::from_chars(cells[3].data(), cells[3].data() + cells[3].size(), number);
        const auto quantity = Quantity::parse(number);
        auto sku = Sku::parse(cells[1]);
        const auto price = Money::parse_decimal(cells[5], pounds);
        if (!quantity || !sku || !price) return std::nullopt;
        return ordering::PlacedLine{
            .sku = *std::move(sku), .title = cells[2], .quantity = *quantity, .unit_price = *price};
    }

    ordering::Order lived(ordering::Placement placement) const {
        auto order = ordering::Order::place(std::move(placement)).value();
        const auto& now = order.snapshot();
        const auto later = now.placed_at + std::chrono::minutes{1};
        if (now.totals.total.amount() == 0) {
            order.fail(ordering::FailureReason::out_of_stock, {}, later).value();
        } else if (now.customer) {
            order.confirm(later).value();
            if (came_back(now)) order.cancel("sent back", later).value();
        }
        return order;
    }

    bool came_back(const ordering::OrderSnapshot& order) const {
        return std::ranges::any_of(
            order.lines, [&](const auto& line) { return returned_.contains({*order.customer, line.sku.text()}); });
    }

    std::vector<ordering::Placement> placements_;
    std::set<std::pair<UserId, std::string>> returned_;
    std::vector<ordering::Order> orders_;
};

}  // namespace orion::test
