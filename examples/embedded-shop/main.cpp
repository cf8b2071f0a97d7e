#include "orion/billing/take_payment.hpp"
#include "orion/inventory/consume_reservation.hpp"
#include "orion/inventory/receive_stock.hpp"
#include "orion/inventory/reserve_stock.hpp"
#include "orion/ordering/advance_checkout.hpp"
#include "orion/ordering/place_order.hpp"

#include "billing_in_memory.hpp"
#include "inventory_in_memory.hpp"
#include "ordering_in_memory.hpp"

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>

namespace embedded {
namespace {

using namespace orion;

const Currency pounds = *Currency::parse("GBP");

class OneMorning final : public Clock {
public:
    Instant now() const override { return Instant{std::chrono::seconds{1'769'851'800}}; }
};

class CountingIds final : public IdGenerator {
    Uuid next_uuid() override {
        Uuid uuid;
        uuid.bytes[14] = static_cast<std::uint8_t>(++count_ >> 8);
        uuid.bytes[15] = static_cast<std::uint8_t>(count_);
        return uuid;
    }
    unsigned count_ = 0;
};

/// One basket, and whoever holds it owns it.
class Basket final : public ordering::CheckoutCarts {
public:
    explicit Basket(ordering::CheckoutCart cart) : cart_{std::move(cart)} {}
    bool owns(CartId /*cart*/, const Secret& /*token*/) override { return true; }
    Result<std::optional<ordering::CheckoutCart>> find(CartId /*cart*/) override { return cart_; }

private:
    ordering::CheckoutCart cart_;
};

class CashOnly final : public ordering::PaymentMethods {
public:
    explicit CashOnly(const Till& till) : till_{till} {}
    bool recognises(const Secret& token) override { return till_.recognises(token); }

private:
    const Till& till_;
};

class Receipts final : public ordering::OrderTokens {
public:
    Secret issue(OrderId order) const override { return Secret{order.to_string()}; }
    bool matches(OrderId order, const Secret& token) const override { return token.expose() == order.to_string(); }
};

class PlainText final : public ordering::AnswerFormat {
public:
    ordering::StoredAnswer render(const ordering::OrderView& order, ordering::AnswerKind /*kind*/) const override {
        return {.status = 0,
                .body = "order " + order.number + ": " + std::to_string(order.totals.total.amount()) + " pence"};
    }
};

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

/// The whole shop: stores, use cases, and who is told what.
class Shop {
public:
    explicit Shop(ordering::CheckoutCart basket) : basket_{std::move(basket)} {}

    Result<void> run() {
        ORION_CHECK(receive_.execute(
            {.lines = {{.sku = *Sku::parse("MUG"), .quantity = 10}, {.sku = *Sku::parse("POT"), .quantity = 3}},
             .reference = "delivery 1",
             .actor = "shopkeeper"}));
        ORION_TRY(const auto placed, place());
        std::printf("%s\n", placed.answer->body.c_str());
        ORION_CHECK(deliver_all());

        ORION_TRY(const auto records, queries_.records(placed.order));
        for (const auto& record : records) {
            std::printf("  %s, payment %s\n", std::string{to_text(record.to)}.c_str(),
                        std::string{to_text(record.payment)}.c_str());
        }
        for (const auto& [sku, item] : inventory_.tables().items)
            std::printf("  %s: %lld left\n", sku.text().c_str(), static_cast<long long>(item.on_hand()));
        std::printf("  in the till: %lld pence\n", static_cast<long long>(till_.total()));

        ORION_TRY(const auto order, queries_.find(placed.order));
        if (order->status == ordering::OrderStatus::confirmed && till_.total() == 3'000) return {};
        return fail(ErrorKind::conflict, "not_confirmed", "The order should be confirmed and paid by now.");
    }

private:
    Result<ordering::PlacedOrder> place() {
        FieldErrors errors;
        auto address = Address::parse(
            {.name = "Zoë Quinn", .line1 = "1 High Street", .city = "Leeds", .postcode = "LS1 4AP", .country = "GB"},
            "shipping_address", errors);
        if (!address) return std::unexpected{std::move(errors).to_error()};
        ORION_TRY(auto email, Email::parse("zoe@example.com"));
        ordering::PlaceOrder place_order{{.store = ordering_,
                                          .queries = queries_,
                                          .carts = basket_,
                                          .payment_methods = cash_only_,
                                          .tokens = receipts_,
                                          .clock = clock_,
                                          .ids = ids_},
                                         {}};
        return place_order.execute({.cart = ids_.next<CartId>(),
                                    .cart_token = Secret{"in her hand"},
                                    .idempotency_key = "once",
                                    .fingerprint = "two mugs and a pot",
                                    .email = std::move(email),
                                    .shipping_address = *std::move(address),
                                    .payment_token = Secret{"cash"},
                                    .format = format_});
    }

    /// The worker: hands every letter to whom it concerns, until there are no more.
    Result<void> deliver_all() {
        while (!post_.empty()) {
            const auto letter = post_.front();
            post_.pop_front();
            ORION_CHECK(std::visit([&](const auto& from) { return deliver(letter.id, from); }, letter.event));
        }
        return {};
    }

    Result<void> deliver(MessageId message, const ordering::Event& event) {
        return std::visit(Overloaded{
                              [&](const ordering::StockRequested& request) {
                                  std::vector<inventory::ReservedLine> lines;
                                  for (const auto& line : request.lines)
                                      lines.push_back({.sku = line.sku, .quantity = line.quantity.value()});
                                  return reserve_.execute({.message = message,
                                                           .order = request.order,
                                                           .lines = std::move(lines),
                                                           .expires_at = request.expires_at});
                              },
                              [&](const ordering::PaymentRequested& request) {
                                  return pay_.execute({.message = message,
                                                       .order = request.order,
                                                       .amount = request.amount,
                                                       .token = request.payment_token});
                              },
                              [&](const ordering::StockConsumptionRequested& request) {
                                  return consume_.execute({.message = message, .order = request.order});
                              },
                              [](const auto& /*news*/) { return Result<void>{}; },
                          },
                          event);
    }

    Result<void> deliver(MessageId message, const inventory::Event& event) {
        if (const auto* reserved = std::get_if<inventory::StockReserved>(&event))
            return advance(message, reserved->order, ordering::CheckoutEvent::stock_reserved);
        if (const auto* rejected = std::get_if<inventory::StockRejected>(&event))
            return advance(message, rejected->order, ordering::CheckoutEvent::stock_rejected);
        if (const auto* consumed = std::get_if<inventory::StockConsumed>(&event))
            return advance(message, consumed->order, ordering::CheckoutEvent::stock_consumed);
        return {};
    }

    Result<void> deliver(MessageId message, const billing::Event& event) {
        if (const auto* captured = std::get_if<billing::PaymentCaptured>(&event))
            return advance(message, captured->order, ordering::CheckoutEvent::payment_captured);
        return {};
    }

    Result<void> advance(MessageId message, OrderId order, ordering::CheckoutEvent event) {
        return advance_.execute({.message = message, .order = order, .event = event});
    }

    OneMorning clock_;
    CountingIds ids_;
    Post post_;
    OrderingInMemory ordering_{post_, ids_};
    InventoryInMemory inventory_{post_, ids_};
    BillingInMemory billing_{post_, ids_};
    OrderQueriesInMemory queries_{ordering_};
    Basket basket_;
    Till till_;
    CashOnly cash_only_{till_};
    Receipts receipts_;
    PlainText format_;
    NoBackoff backoff_;
    inventory::ReceiveStock receive_{inventory_, clock_};
    inventory::ReserveStock reserve_{inventory_, clock_};
    inventory::ConsumeReservation consume_{inventory_, clock_};
    billing::TakePayment pay_{{.store = billing_, .gateway = till_, .backoff = backoff_, .clock = clock_, .ids = ids_},
                              {}};
    ordering::AdvanceCheckout advance_{ordering_, clock_, {}};
};

ordering::CheckoutLine line(const char* sku, const char* title, int quantity, std::int64_t pence) {
    return {.sku = *Sku::parse(sku),
            .quantity = *Quantity::parse(quantity),
            .offer = ordering::CheckoutOffer{.title = title, .unit_price = Money{pence, pounds}, .available = 10}};
}

}  // namespace
}  // namespace embedded

int main() {
    using embedded::line;
    embedded::Shop shop{
        {.currency = embedded::pounds, .lines = {line("MUG", "Mug", 2, 1250), line("POT", "Tea pot", 1, 500)}}};
    const auto outcome = shop.run();
    if (!outcome) std::printf("%s\n", outcome.error().message.c_str());
    return outcome ? 0 : 1;
}
