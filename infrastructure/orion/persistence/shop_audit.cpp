#include "orion/persistence/shop_audit.hpp"

#include "orion/persistence/database.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

namespace orion::persistence {
namespace {

using Text = std::string;
using Number = std::int64_t;

// A checkout at its deadline still has to be woken and compensated.
constexpr std::chrono::minutes patience{2};
// The outbox forgets what was sent after a week.
constexpr std::chrono::days events_kept{6};

struct Payment {
    Text status;
    std::optional<Number> amount;
};

struct Audit {
    Session& session;
    Instant now;
    AuditReport report{};
    std::unordered_map<Text, Payment> payments{};
    std::unordered_map<Text, Text> reservations{};

    void find(Text rule, Text subject, Text detail) {
        report.findings.push_back({std::move(rule), std::move(subject), std::move(detail)});
    }

    void file() {
        for (const auto& [problem] : session.rows<Text>("PRAGMA integrity_check")) {
            if (problem != "ok") find("the file is sound", "orion.db", problem);
        }
        for (const auto& [table] : session.rows<Text>("SELECT \"table\" FROM pragma_foreign_key_check")) {
            find("what is referred to exists", table, "");
        }
    }

    void stock() {
        report.skus =
            static_cast<std::size_t>(std::get<0>(*session.row<Number>("SELECT count(*) FROM inventory_stock")));
        for (const auto& [sku, on_hand, reserved, moved_on_hand, moved_reserved] :
             session.rows<Text, Number, Number, Number, Number>(
                 "SELECT s.sku, s.on_hand, s.reserved, coalesce(sum(m.delta_on_hand), 0), "
                 "coalesce(sum(m.delta_reserved), 0) FROM inventory_stock s LEFT JOIN inventory_movements m USING "
                 "(sku) "
                 "GROUP BY s.sku HAVING s.on_hand <> coalesce(sum(m.delta_on_hand), 0) "
                 "OR s.reserved <> coalesce(sum(m.delta_reserved), 0)")) {
            find("stock equals its ledger", sku,
                 fmt::format("on hand {}, reserved {}; the ledger says {} and {}", on_hand, reserved, moved_on_hand,
                             moved_reserved));
        }
        for (const auto& [sku, reserved, held] : session.rows<Text, Number, Number>(
                 "SELECT s.sku, s.reserved, coalesce(h.held, 0) FROM inventory_stock s LEFT JOIN "
                 "(SELECT l.sku, sum(l.quantity) AS held FROM inventory_reservation_lines l "
                 "JOIN inventory_reservations r USING (order_id) WHERE r.status = 'held' GROUP BY l.sku) h USING (sku) "
                 "WHERE s.reserved <> coalesce(h.held, 0)")) {
            find("what is reserved is held by live reservations", sku,
                 fmt::format("reserved {}, held {}", reserved, held));
        }
    }

    void participants() {
        for (auto& [order, status, amount] :
             session.rows<Text, Text, std::optional<Number>>("SELECT order_id, status, amount FROM billing_payments")) {
            payments.emplace(std::move(order), Payment{std::move(status), amount});
        }
        for (auto& [order, status] : session.rows<Text, Text>("SELECT order_id, status FROM inventory_reservations")) {
            reservations.emplace(std::move(order), std::move(status));
        }
    }

    void orders() {
        for (const auto& [id, status, payment_status, total, state, deadline] :
             session.rows<Text, Text, Text, Number, Text, Number>(
                 "SELECT o.id, o.status, o.payment_status, o.total, c.state, c.deadline FROM ordering_orders o "
                 "JOIN ordering_checkouts c ON c.order_id = o.id")) {
            ++report.orders;
            if (state != "done") {
                under_way(id, status, Instant{std::chrono::milliseconds{deadline}});
            } else if (status == "pending") {
                find("a settled order is not pending", id, "");
            } else if (status == "failed" || status == "cancelled") {
                given_back(id, status);
            } else {
                paid_and_sent(id, payment_status, total);
            }
            reservations.erase(id);
            payments.erase(id);
        }
        for (const auto& [id, status] : reservations) find("a reservation has its order", id, status);
        for (const auto& [id, payment] : payments) find("a payment has its order", id, payment.status);
    }

    void under_way(const Text& id, const Text& status, Instant deadline) {
        ++report.orders_under_way;
        if (now > deadline + patience && status != "cancelled") {
            find("an order is settled or younger than its deadline", id, fmt::format("since {}", to_rfc3339(deadline)));
        }
    }

    void given_back(const Text& id, const Text& status) {
        if (const auto reservation = reservations.find(id); reservation != reservations.end()) {
            if (reservation->second == "held" || reservation->second == "consumed") {
                find("an order that came to nothing keeps no stock", id,
                     fmt::format("{}, {}", status, reservation->second));
            }
        }
        if (const auto payment = payments.find(id); payment != payments.end()) {
            const auto& now_is = payment->second.status;
            if (now_is != "declined" && now_is != "nothing_taken" && now_is != "voided" && now_is != "refunded") {
                find("an order that came to nothing keeps no money", id, fmt::format("{}, {}", status, now_is));
            }
        }
    }

    void paid_and_sent(const Text& id, const Text& payment_status, Number total) {
        const auto payment = payments.find(id);
        if (payment == payments.end() || payment->second.status != "captured" || payment->second.amount != total ||
            payment_status != "captured") {
            find("a confirmed order is paid once and in full", id,
                 payment == payments.end() ? Text{"no payment"} : payment->second.status);
        }
        const auto reservation = reservations.find(id);
        if (reservation == reservations.end() || reservation->second != "consumed") {
            find("the stock of a confirmed order has left", id,
                 reservation == reservations.end() ? Text{"no reservation"} : reservation->second);
        }
    }

    void records() {
        for (const auto& [id] : session.rows<Text>(
                 "SELECT o.id FROM ordering_orders o LEFT JOIN ordering_checkouts c ON c.order_id = o.id "
                 "WHERE c.order_id IS NULL")) {
            find("an order has its checkout", id, "");
        }
        for (const auto& [id] :
             session.rows<Text>("SELECT o.id FROM ordering_orders o WHERE o.version <> "
                                "(SELECT count(*) FROM ordering_history h WHERE h.order_id = o.id)")) {
            find("every version of an order is in its history", id, "");
        }
        for (const auto& [id] : session.rows<Text>(
                 "SELECT o.id FROM ordering_orders o WHERE o.subtotal <> "
                 "(SELECT coalesce(sum(l.line_total), 0) FROM ordering_lines l WHERE l.order_id = o.id)")) {
            find("the lines of an order add up to it", id, "");
        }
        // All messages name their order as subject; the set is built once, not per order.
        for (const auto& [id] :
             session.rows<Text>("SELECT id FROM ordering_orders WHERE placed_at > :1 EXCEPT "
                                "SELECT subject FROM messaging_outbox WHERE type = 'ordering.order_placed'",
                                now - events_kept)) {
            find("an order has its events", id, "no ordering.order_placed");
        }
        report.dead_letters =
            static_cast<std::size_t>(std::get<0>(*session.row<Number>("SELECT count(*) FROM messaging_dead_letters")));
    }
};

}  // namespace

AuditReport audit_shop(Database& database, Instant now) {
    return database.read([now](Session& session) {
        Audit audit{.session = session, .now = now};
        audit.file();
        audit.stock();
        audit.participants();
        audit.orders();
        audit.records();
        return std::move(audit.report);
    });
}

}  // namespace orion::persistence
