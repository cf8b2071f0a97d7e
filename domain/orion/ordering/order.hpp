#pragma once

#include "orion/kernel/address.hpp"
#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/quantity.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"
#include "orion/ordering/order_status.hpp"

#include <optional>
#include <string>
#include <vector>

namespace orion::ordering {

/// One item as it was sold: title and price are those of the moment of purchase, whatever the catalogue says later.
struct OrderLine {
    Sku sku;
    std::string title;
    Quantity quantity;
    Money unit_price;
    Money line_total;

    friend bool operator==(const OrderLine&, const OrderLine&) = default;
};

struct OrderTotals {
    Money subtotal;
    Money discount_total;
    Money tax_total;
    Money shipping_total;
    Money total;

    friend bool operator==(const OrderTotals&, const OrderTotals&) = default;
};

/// Everything an order is, as plain values.
struct OrderSnapshot {
    OrderId id;
    std::string number;
    CartId cart;
    std::optional<UserId> customer{};  ///< nothing: a guest
    OrderStatus status = OrderStatus::pending;
    PaymentStatus payment_status = PaymentStatus::none;
    FulfilmentStatus fulfilment_status = FulfilmentStatus::unfulfilled;
    std::optional<FailureReason> failure_reason{};
    std::vector<OrderLine> lines;
    OrderTotals totals;
    Email email;
    Address shipping_address;
    std::optional<Address> billing_address{};
    Instant placed_at;
    Instant updated_at;
    int version = 1;

    friend bool operator==(const OrderSnapshot&, const OrderSnapshot&) = default;
};

/// What one change made of an order. Every version has exactly one record; records are never changed or removed, so
/// that the states can be read again from them. Only the reason that a customer gave is overwritten when they leave.
struct OrderRecord {
    int version;
    Instant at;
    std::optional<OrderStatus> from;  ///< nothing at birth; equal to `to` when only the payment changed
    OrderStatus to;
    PaymentStatus payment;
    std::string by;                       ///< `customer`, `staff:` and whose id, or `shop` by itself
    std::optional<std::string> reason{};  ///< a failure reason, or what the customer said
    std::optional<std::string> detail{};

    friend bool operator==(const OrderRecord&, const OrderRecord&) = default;
};

/// One line of what is bought, before it has a total.
struct PlacedLine {
    Sku sku;
    std::string title;
    Quantity quantity;
    Money unit_price;
};

struct Placement {
    OrderId id;
    std::string number;
    CartId cart;
    std::optional<UserId> customer{};
    Currency currency;
    std::vector<PlacedLine> lines;
    Email email;
    Address shipping_address;
    std::optional<Address> billing_address{};
    std::optional<Money> expected_total{};
    Instant now;
};

/// A customer's order. It is born `pending` when the customer places it, at prices that hold from then on. The checkout
/// then reserves its stock and takes the money: all went well and it is `confirmed`; the stock or the money could not
/// be had and it has `failed`, with the reason. The customer may cancel it until it ships. Failed and cancelled are
/// ends; a confirmed order goes on to be `shipped` and `delivered`. What happens to the money is told beside that by
/// the payment status: a cancelled order may be `captured` for a moment, until the money has been given back.
class Order {
public:
    /// `cart_empty`; `price_changed` when the total is not the expected one. Every line is in `currency`.
    static Result<Order> place(Placement placement);
    static Order restore(OrderSnapshot snapshot) { return Order{std::move(snapshot)}; }

    const OrderId& id() const { return state_.id; }
    OrderStatus status() const { return state_.status; }
    PaymentStatus payment_status() const { return state_.payment_status; }
    int version() const { return state_.version; }
    const OrderSnapshot& snapshot() const { return state_; }

    /// `not_pending`: only a pending order can be confirmed.
    Result<void> confirm(Instant now);
    /// `not_pending`. `detail` says more than the reason does, for people.
    Result<void> fail(FailureReason reason, std::optional<std::string> detail, Instant now);
    /// `not_cancellable`: it has shipped, failed or been cancelled before.
    Result<void> cancel(std::optional<std::string> reason, Instant now, std::string by = "customer");

    /// What billing reports. Each is a fact about money, recorded in any status of the order; one that the payment
    /// status cannot take (such as a second capture) changes nothing.
    void payment_captured(Instant now);
    void payment_failed(Instant now);
    void payment_reversed(Reversal reversal, Instant now);

    /// The records that are not stored yet, oldest first; they count as stored from then on. For persistence.
    std::vector<OrderRecord> take_records();
    /// The version that is stored: 0 for a newborn order.
    int stored_version() const { return state_.version - static_cast<int>(unsaved_.size()); }

private:
    struct Change;
    explicit Order(OrderSnapshot snapshot) : state_{std::move(snapshot)} {}
    void change_payment(PaymentStatus next, Instant now);
    void record(Change change);

    OrderSnapshot state_;
    std::vector<OrderRecord> unsaved_;
};

}  // namespace orion::ordering
