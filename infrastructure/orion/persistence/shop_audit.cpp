#include "orion/persistence/shop_audit.hpp"

#include "orion/persistence/database.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

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

struct Order {
    Text id;
    Text status;
    Text payment_status;
    Number total;
    Text state;
    Instant deadline;
};

class Audit {
public:
    Audit(const AuditedDatabases& databases, Instant now) : databases_{databases}, now_{now} {}

    AuditReport run() {
        check_soundness();
        databases_.inventory.read([this](Session& session) { check_stock(session); });
        // Before the orders: whatever was reserved or paid by now, its order was placed before.
        read_participants();
        const auto orders = databases_.ordering.read([this](Session& session) {
            check_records(session);
            return read_orders(session);
        });
        for (const auto& order : orders) check_order(order);
        for (const auto& [id, status] : reservations_) find("a reservation has its order", id, status);
        for (const auto& [id, payment] : payments_) find("a payment has its order", id, payment.status);
        return std::move(report_);
    }

private:
    void find(Text rule, Text subject, Text detail) {
        report_.findings.push_back({std::move(rule), std::move(subject), std::move(detail)});
    }

    std::set<Database*> distinct() const { return {&databases_.ordering, &databases_.inventory, &databases_.billing}; }

    void check_soundness() {
        for (auto* const database : distinct()) {
            database->read([this](Session& session) {
                if (session.dialect() == Dialect::sqlite) check_file(session);
                report_.dead_letters += static_cast<std::size_t>(
                    std::get<0>(*session.row<Number>("SELECT count(*) FROM messaging_dead_letters")));
            });
        }
    }

    // PostgreSQL has no such question, and references that were checked as they were written.
    void check_file(Session& session) {
        for (const auto& [problem] : session.rows<Text>("PRAGMA integrity_check")) {
            if (problem != "ok") find("the file is sound", "orion.db", problem);
        }
        for (const auto& [table] : session.rows<Text>("SELECT \"table\" FROM pragma_foreign_key_check")) {
            find("what is referred to exists", table, "");
        }
    }

    void check_stock(Session& session) {
        report_.skus =
            static_cast<std::size_t>(std::get<0>(*session.row<Number>("SELECT count(*) FROM inventory_stock")));
        for (const auto& [sku, on_hand, reserved, moved_on_hand, moved_reserved] :
             session.rows<Text, Number, Number, Number, Number>(
                 "SELECT s.sku, s.on_hand, s.reserved, CAST(coalesce(sum(m.delta_on_hand), 0) AS bigint), "
                 "CAST(coalesce(sum(m.delta_reserved), 0) AS bigint) FROM inventory_stock s LEFT JOIN "
                 "inventory_movements m USING "
                 "(sku) "
                 "GROUP BY s.sku HAVING s.on_hand <> coalesce(sum(m.delta_on_hand), 0) "
                 "OR s.reserved <> coalesce(sum(m.delta_reserved), 0)")) {
            find("stock equals its ledger", sku,
                 fmt::format("on hand {}, reserved {}; the ledger says {} and {}", on_hand, reserved, moved_on_hand,
                             moved_reserved));
        }
        for (const auto& [sku, reserved, held] : session.rows<Text, Number, Number>(
                 "SELECT s.sku, s.reserved, CAST(coalesce(h.held, 0) AS bigint) FROM inventory_stock s LEFT JOIN "
                 "(SELECT l.sku, sum(l.quantity) AS held FROM inventory_reservation_lines l "
                 "JOIN inventory_reservations r USING (order_id) WHERE r.status = 'held' GROUP BY l.sku) h USING (sku) "
                 "WHERE s.reserved <> coalesce(h.held, 0)")) {
            find("what is reserved is held by live reservations", sku,
                 fmt::format("reserved {}, held {}", reserved, held));
        }
    }

    void read_participants() {
        databases_.billing.query([this](Session& session) {
            for (auto& [order, status, amount] : session.rows<Text, Text, std::optional<Number>>(
                     "SELECT order_id, status, amount FROM billing_payments"))
                payments_.emplace(std::move(order), Payment{std::move(status), amount});
        });
        databases_.inventory.query([this](Session& session) {
            for (auto& [order, status] :
                 session.rows<Text, Text>("SELECT order_id, status FROM inventory_reservations"))
                reservations_.emplace(std::move(order), std::move(status));
        });
    }

    static std::vector<Order> read_orders(Session& session) {
        std::vector<Order> orders;
        for (auto& [id, status, payment_status, total, state, deadline] :
             session.rows<Text, Text, Text, Number, Text, Number>(
                 "SELECT o.id, o.status, o.payment_status, o.total, c.state, c.deadline FROM ordering_orders o "
                 "JOIN ordering_checkouts c ON c.order_id = o.id"))
            orders.push_back({.id = std::move(id),
                              .status = std::move(status),
                              .payment_status = std::move(payment_status),
                              .total = total,
                              .state = std::move(state),
                              .deadline = Instant{std::chrono::milliseconds{deadline}}});
        return orders;
    }

    void check_order(const Order& order) {
        ++report_.orders;
        auto payment = take(payments_, order.id);
        auto reservation = take(reservations_, order.id);
        if (order.state != "done") {
            ++report_.orders_under_way;
            if (now_ > order.deadline + patience && order.status != "cancelled")
                find("an order is settled or younger than its deadline", order.id,
                     fmt::format("since {}", to_rfc3339(order.deadline)));
            return;
        }
        if (problems_of(order, payment, reservation).empty()) return;
        look_again(order.id, payment, reservation);
        for (auto& finding : problems_of(order, payment, reservation)) report_.findings.push_back(std::move(finding));
    }

    template <class T>
    static std::optional<T> take(std::unordered_map<Text, T>& all, const Text& id) {
        auto node = all.extract(id);
        if (node.empty()) return std::nullopt;
        return std::move(node.mapped());
    }

    void look_again(const Text& id, std::optional<Payment>& payment, std::optional<Text>& reservation) {
        databases_.billing.query([&](Session& session) {
            const auto row = session.row<Text, std::optional<Number>>(
                "SELECT status, amount FROM billing_payments WHERE order_id = :1", id);
            if (row) payment = Payment{std::get<0>(*row), std::get<1>(*row)};
        });
        databases_.inventory.query([&](Session& session) {
            const auto row = session.row<Text>("SELECT status FROM inventory_reservations WHERE order_id = :1", id);
            if (row) reservation = std::get<0>(*row);
        });
    }

    /// Of an order that is done.
    static std::vector<AuditFinding> problems_of(const Order& order, const std::optional<Payment>& payment,
                                                 const std::optional<Text>& reservation) {
        if (order.status == "pending") return {{"a settled order is not pending", order.id, ""}};
        std::vector<AuditFinding> problems;
        if (order.status == "failed" || order.status == "cancelled") {
            if (reservation == "held" || reservation == "consumed")
                problems.push_back({"an order that came to nothing keeps no stock", order.id,
                                    fmt::format("{}, {}", order.status, *reservation)});
            const bool kept = payment && payment->status != "declined" && payment->status != "nothing_taken" &&
                              payment->status != "voided" && payment->status != "refunded";
            if (kept)
                problems.push_back({"an order that came to nothing keeps no money", order.id,
                                    fmt::format("{}, {}", order.status, payment->status)});
            return problems;
        }
        if (!payment || payment->status != "captured" || payment->amount != order.total ||
            order.payment_status != "captured")
            problems.push_back({"a confirmed order is paid once and in full", order.id,
                                payment ? payment->status : Text{"no payment"}});
        if (reservation != "consumed")
            problems.push_back(
                {"the stock of a confirmed order has left", order.id, reservation.value_or("no reservation")});
        return problems;
    }

    void check_records(Session& session) {
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
                                now_ - events_kept)) {
            find("an order has its events", id, "no ordering.order_placed");
        }
    }

    const AuditedDatabases& databases_;
    Instant now_;
    AuditReport report_{};
    std::unordered_map<Text, Payment> payments_{};
    std::unordered_map<Text, Text> reservations_{};
};

}  // namespace

AuditReport audit_shop(const AuditedDatabases& databases, Instant now) {
    Audit audit{databases, now};
    const bool is_one = &databases.inventory == &databases.ordering && &databases.billing == &databases.ordering;
    if (!is_one) return audit.run();
    return databases.ordering.read([&audit](Session&) { return audit.run(); });
}

}  // namespace orion::persistence
