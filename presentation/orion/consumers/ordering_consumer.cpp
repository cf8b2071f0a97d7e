#include "orion/consumers/ordering_consumer.hpp"

#include <optional>
#include <variant>

namespace orion::consumers {
namespace {

using ordering::AdvanceCheckoutCommand;
using ordering::CheckoutEvent;

ordering::Reversal to_ordering(billing::Reversal reversal) {
    switch (reversal) {
        case billing::Reversal::nothing_taken:
            return ordering::Reversal::nothing_taken;
        case billing::Reversal::voided:
            return ordering::Reversal::voided;
        case billing::Reversal::refunded:
            return ordering::Reversal::refunded;
    }
    return ordering::Reversal::nothing_taken;
}

/// Each event in ordering's own words; nothing for what ordering has no use for.
struct Translation {
    MessageId message;

    using Command = std::optional<AdvanceCheckoutCommand>;
    Command about(OrderId order, CheckoutEvent event) const {
        return AdvanceCheckoutCommand{.message = message, .order = order, .event = event};
    }

    Command operator()(const inventory::StockReserved& event) const {
        return about(event.order, CheckoutEvent::stock_reserved);
    }
    Command operator()(const inventory::StockRejected& event) const {
        return AdvanceCheckoutCommand{.message = message,
                                      .order = event.order,
                                      .event = CheckoutEvent::stock_rejected,
                                      .short_of = event.short_of};
    }
    Command operator()(const inventory::StockConsumed& event) const {
        return about(event.order, CheckoutEvent::stock_consumed);
    }
    Command operator()(const inventory::StockReturned& event) const {
        return about(event.order, CheckoutEvent::stock_returned);
    }
    Command operator()(const inventory::StockLevelsChanged&) const { return std::nullopt; }

    Command operator()(const billing::PaymentCaptured& event) const {
        return about(event.order, CheckoutEvent::payment_captured);
    }
    Command operator()(const billing::PaymentDeclined& event) const {
        return about(event.order, CheckoutEvent::payment_declined);
    }
    Command operator()(const billing::PaymentUnavailable& event) const {
        return about(event.order, CheckoutEvent::payment_unavailable);
    }
    Command operator()(const billing::PaymentReversed& event) const {
        return AdvanceCheckoutCommand{.message = message,
                                      .order = event.order,
                                      .event = CheckoutEvent::payment_reversed,
                                      .reversal = to_ordering(event.reversal)};
    }
};

}  // namespace

Result<void> OrderingConsumer::handle(const Delivery& delivery) {
    const auto& message = delivery.message;
    if (message.type.starts_with("identity.")) return hear_of_people(message);
    Translation::Command command;
    if (message.type.starts_with("billing.")) {
        ORION_TRY(const auto event, ports_.billing_events.read(message));
        command = std::visit(Translation{message.id}, event);
    } else {
        ORION_TRY(const auto event, ports_.inventory_events.read(message));
        command = std::visit(Translation{message.id}, event);
    }
    return command ? ports_.advance_checkout.execute(*command) : Result<void>{};
}

Result<void> OrderingConsumer::hear_of_people(const Envelope& message) {
    ORION_TRY(const auto event, ports_.identity_events.read(message));
    const auto* const erased = std::get_if<identity::UserErased>(&event);
    if (erased == nullptr) return {};
    return ports_.forget_customer.execute({.message = message.id, .customer = erased->user});
}

}  // namespace orion::consumers
