#pragma once

#include "orion/billing/integration_events.hpp"
#include "orion/inventory/integration_events.hpp"
#include "orion/ordering/integration_events.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The wire form of every integration event: plain texts and integers that a JSON library can walk with `members`, and
/// the checked way back. For event_codec.cpp.
namespace orion::messaging::detail {

inline std::unexpected<Error> malformed() {
    return fail(ErrorKind::invalid, "malformed_event", "The body is not that of its event.");
}

template <class T>
Result<T> wellformed(std::optional<T> value) {
    if (!value) return malformed();
    return *std::move(value);
}

/// Every sum of an order fits: 100 lines of 999 pieces of the highest price.
inline constexpr std::int64_t amount_max = Money::max_amount * 999 * 100;

struct MoneyBody {
    std::int64_t amount = 0;
    std::string currency{};

    template <class Visitor>
    void members(Visitor&& visit) {
        visit("amount", amount);
        visit("currency", currency);
    }
    static MoneyBody of(const Money& money) { return {money.amount(), std::string{money.currency().code()}}; }
    Result<Money> value() const {
        ORION_TRY(const auto parsed, Currency::parse(currency));
        if (amount < 0 || amount > amount_max) return malformed();
        return Money{amount, parsed};
    }
};

/// What every event about an order has, and most have nothing else.
struct OrderBody {
    std::string order{};

    template <class Visitor>
    void members(Visitor&& visit) {
        visit("order", order);
    }
};

/// How an event is called and written: `Body` is what cereal sees, `of` and `event` translate.
template <class Event>
struct Wire;

template <class Event>
struct OrderWire {
    static constexpr int version = 1;
    using Body = OrderBody;
    static Body of(const Event& event) { return {event.order.to_string()}; }
    static Result<Event> event(const Body& body) {
        ORION_TRY(const auto order, OrderId::parse(body.order));
        return Event{order};
    }
};

template <>
struct Wire<ordering::OrderPlaced> {
    static constexpr std::string_view type = "ordering.order_placed";
    static constexpr int version = 1;
    struct Body {
        std::string order{};
        std::string number{};
        MoneyBody total{};
        std::string placed_at{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("order", order);
            visit("number", number);
            visit("total", total);
            visit("placed_at", placed_at);
        }
    };
    static Body of(const ordering::OrderPlaced& event) {
        return {event.order.to_string(), event.number, MoneyBody::of(event.total), to_rfc3339(event.placed_at)};
    }
    static Result<ordering::OrderPlaced> event(const Body& body) {
        ORION_TRY(const auto order, OrderId::parse(body.order));
        ORION_TRY(const auto total, body.total.value());
        ORION_TRY(const auto placed_at, wellformed(parse_rfc3339(body.placed_at)));
        return ordering::OrderPlaced{order, body.number, total, placed_at};
    }
};

template <>
struct Wire<ordering::OrderConfirmed> : OrderWire<ordering::OrderConfirmed> {
    static constexpr std::string_view type = "ordering.order_confirmed";
};

template <>
struct Wire<ordering::OrderFailed> {
    static constexpr std::string_view type = "ordering.order_failed";
    static constexpr int version = 1;
    struct Body {
        std::string order{};
        std::string reason{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("order", order);
            visit("reason", reason);
        }
    };
    static Body of(const ordering::OrderFailed& event) { return {event.order.to_string(), event.reason}; }
    static Result<ordering::OrderFailed> event(const Body& body) {
        ORION_TRY(const auto order, OrderId::parse(body.order));
        return ordering::OrderFailed{order, body.reason};
    }
};

template <>
struct Wire<ordering::OrderCancelled> : OrderWire<ordering::OrderCancelled> {
    static constexpr std::string_view type = "ordering.order_cancelled";
};

template <>
struct Wire<ordering::StockRequested> {
    static constexpr std::string_view type = "ordering.stock_requested";
    static constexpr int version = 1;
    struct Line {
        std::string sku{};
        std::int64_t quantity = 0;

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("sku", sku);
            visit("quantity", quantity);
        }
    };
    struct Body {
        std::string order{};
        std::vector<Line> lines{};
        std::string expires_at{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("order", order);
            visit("lines", lines);
            visit("expires_at", expires_at);
        }
    };
    static Body of(const ordering::StockRequested& event) {
        Body body{event.order.to_string(), {}, to_rfc3339(event.expires_at)};
        for (const auto& line : event.lines) body.lines.push_back({line.sku.text(), line.quantity.value()});
        return body;
    }
    static Result<ordering::StockRequested> event(const Body& body) {
        ORION_TRY(const auto order, OrderId::parse(body.order));
        ORION_TRY(const auto expires_at, wellformed(parse_rfc3339(body.expires_at)));
        ordering::StockRequested requested{order, {}, expires_at};
        for (const auto& line : body.lines) {
            ORION_TRY(auto sku, Sku::parse(line.sku));
            ORION_TRY(const auto quantity, Quantity::parse(line.quantity));
            requested.lines.push_back({std::move(sku), quantity});
        }
        return requested;
    }
};

template <>
struct Wire<ordering::PaymentRequested> {
    static constexpr std::string_view type = "ordering.payment_requested";
    static constexpr int version = 1;
    struct Body {
        std::string order{};
        MoneyBody amount{};
        std::string payment_token{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("order", order);
            visit("amount", amount);
            visit("payment_token", payment_token);
        }
    };
    static Body of(const ordering::PaymentRequested& event) {
        return {event.order.to_string(), MoneyBody::of(event.amount), event.payment_token.expose()};
    }
    static Result<ordering::PaymentRequested> event(const Body& body) {
        ORION_TRY(const auto order, OrderId::parse(body.order));
        ORION_TRY(const auto amount, body.amount.value());
        return ordering::PaymentRequested{order, amount, Secret{body.payment_token}};
    }
};

template <>
struct Wire<ordering::StockConsumptionRequested> : OrderWire<ordering::StockConsumptionRequested> {
    static constexpr std::string_view type = "ordering.stock_consumption_requested";
};

template <>
struct Wire<ordering::StockReturnRequested> : OrderWire<ordering::StockReturnRequested> {
    static constexpr std::string_view type = "ordering.stock_return_requested";
};

template <>
struct Wire<ordering::PaymentReversalRequested> : OrderWire<ordering::PaymentReversalRequested> {
    static constexpr std::string_view type = "ordering.payment_reversal_requested";
};

template <>
struct Wire<inventory::StockReserved> : OrderWire<inventory::StockReserved> {
    static constexpr std::string_view type = "inventory.stock_reserved";
};

template <>
struct Wire<inventory::StockRejected> {
    static constexpr std::string_view type = "inventory.stock_rejected";
    static constexpr int version = 1;
    struct Body {
        std::string order{};
        std::vector<std::string> short_of{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("order", order);
            visit("short_of", short_of);
        }
    };
    static Body of(const inventory::StockRejected& event) {
        Body body{event.order.to_string(), {}};
        for (const auto& sku : event.short_of) body.short_of.push_back(sku.text());
        return body;
    }
    static Result<inventory::StockRejected> event(const Body& body) {
        ORION_TRY(const auto order, OrderId::parse(body.order));
        inventory::StockRejected rejected{order, {}};
        for (const auto& text : body.short_of) {
            ORION_TRY(auto sku, Sku::parse(text));
            rejected.short_of.push_back(std::move(sku));
        }
        return rejected;
    }
};

template <>
struct Wire<inventory::StockConsumed> : OrderWire<inventory::StockConsumed> {
    static constexpr std::string_view type = "inventory.stock_consumed";
};

template <>
struct Wire<inventory::StockReturned> : OrderWire<inventory::StockReturned> {
    static constexpr std::string_view type = "inventory.stock_returned";
};

template <>
struct Wire<inventory::StockLevelsChanged> {
    static constexpr std::string_view type = "inventory.stock_levels_changed";
    static constexpr int version = 1;
    struct Level {
        std::string sku{};
        std::int64_t available = 0;
        std::int64_t version = 0;

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("sku", sku);
            visit("available", available);
            visit("version", version);
        }
    };
    struct Body {
        std::vector<Level> levels{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("levels", levels);
        }
    };
    static Body of(const inventory::StockLevelsChanged& event) {
        Body body;
        for (const auto& level : event.levels)
            body.levels.push_back({level.sku.text(), level.available, level.version});
        return body;
    }
    static Result<inventory::StockLevelsChanged> event(const Body& body) {
        inventory::StockLevelsChanged changed;
        for (const auto& level : body.levels) {
            ORION_TRY(auto sku, Sku::parse(level.sku));
            if (level.available < 0 || level.version < 0) return malformed();
            changed.levels.push_back({std::move(sku), level.available, level.version});
        }
        return changed;
    }
};

template <>
struct Wire<billing::PaymentCaptured> {
    static constexpr std::string_view type = "billing.payment_captured";
    static constexpr int version = 1;
    struct Body {
        std::string order{};
        std::string payment{};
        MoneyBody amount{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("order", order);
            visit("payment", payment);
            visit("amount", amount);
        }
    };
    static Body of(const billing::PaymentCaptured& event) {
        return {event.order.to_string(), event.payment.to_string(), MoneyBody::of(event.amount)};
    }
    static Result<billing::PaymentCaptured> event(const Body& body) {
        ORION_TRY(const auto order, OrderId::parse(body.order));
        ORION_TRY(const auto payment, PaymentId::parse(body.payment));
        ORION_TRY(const auto amount, body.amount.value());
        return billing::PaymentCaptured{order, payment, amount};
    }
};

template <>
struct Wire<billing::PaymentDeclined> : OrderWire<billing::PaymentDeclined> {
    static constexpr std::string_view type = "billing.payment_declined";
};

template <>
struct Wire<billing::PaymentUnavailable> : OrderWire<billing::PaymentUnavailable> {
    static constexpr std::string_view type = "billing.payment_unavailable";
};

template <>
struct Wire<billing::PaymentReversed> {
    static constexpr std::string_view type = "billing.payment_reversed";
    static constexpr int version = 1;
    struct Body {
        std::string order{};
        std::string reversal{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("order", order);
            visit("reversal", reversal);
        }
    };
    static std::string_view name(billing::Reversal reversal) {
        switch (reversal) {
            case billing::Reversal::nothing_taken:
                return "nothing_taken";
            case billing::Reversal::voided:
                return "voided";
            case billing::Reversal::refunded:
                return "refunded";
        }
        throw std::logic_error{"unknown reversal"};
    }
    static Body of(const billing::PaymentReversed& event) {
        return {event.order.to_string(), std::string{name(event.reversal)}};
    }
    static Result<billing::PaymentReversed> event(const Body& body) {
        using enum billing::Reversal;
        ORION_TRY(const auto order, OrderId::parse(body.order));
        for (const auto reversal : {nothing_taken, voided, refunded})
            if (name(reversal) == body.reversal) return billing::PaymentReversed{order, reversal};
        return malformed();
    }
};

}  // namespace orion::messaging::detail
