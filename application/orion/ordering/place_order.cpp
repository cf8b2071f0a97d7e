#include "orion/ordering/place_order.hpp"

#include "orion/ordering/checkout_step.hpp"

#include <string_view>
#include <utility>

namespace orion::ordering {
namespace {

constexpr std::string_view standard_shipping = "standard";

std::unexpected<Error> unknown_cart() { return fail(ErrorKind::not_found, "cart_not_found", "There is no such cart."); }

Placement placement_of(const PlaceOrderCommand& command, CheckoutCart cart, OrderId id, Instant now) {
    std::vector<PlacedLine> lines;
    lines.reserve(cart.lines.size());
    for (auto& [sku, quantity, offer] : cart.lines) {
        lines.push_back({.sku = std::move(sku),
                         .title = std::move(offer->title),
                         .quantity = quantity,
                         .unit_price = offer->unit_price});
    }
    return {.id = id,
            .number = {},
            .cart = command.cart,
            .customer = command.customer,
            .currency = cart.currency,
            .lines = std::move(lines),
            .email = command.email,
            .shipping_address = command.shipping_address,
            .billing_address = command.billing_address,
            .expected_total = command.expected_total,
            .now = now};
}

}  // namespace

Result<PlacedOrder> PlaceOrder::execute(const PlaceOrderCommand& command) {
    ORION_TRY(auto cart, owned_cart(command));
    const auto now = with_.clock.now();
    const auto key = answer_key(command.customer, command.cart, command.idempotency_key);
    ORION_TRY(const auto before, with_.queries.answer(key));
    if (before) return repeat(*before, command, now);

    auto placed = place_now(command, std::move(cart), now);
    if (placed) return placed;
    // Perhaps only because the same request, or another one for this cart, has been served since.
    ORION_TRY(const auto meanwhile, with_.queries.answer(key));
    if (meanwhile) return repeat(*meanwhile, command, now);
    ORION_TRY(const auto ordered, with_.queries.order_of(command.cart));
    if (ordered) return fail(ErrorKind::conflict, "cart_already_ordered", "This cart has been ordered.");
    return placed;
}

void PlaceOrder::check(const std::optional<std::string>& shipping_method, const std::optional<Secret>& payment_token,
                       FieldErrors& errors) const {
    if (shipping_method && *shipping_method != standard_shipping) {
        errors.add("shipping_method", "unknown_shipping_method", "The shop ships by `standard` only.");
    }
    if (payment_token && !with_.payment_methods.recognises(*payment_token)) {
        errors.add("payment.token", "unknown_payment_token", "The shop cannot be paid with this token.");
    }
}

Result<std::optional<CheckoutCart>> PlaceOrder::owned_cart(const PlaceOrderCommand& command) const {
    if (command.cart_token && with_.carts.owns(command.cart, *command.cart_token)) return std::nullopt;
    if (!command.customer) return unknown_cart();
    ORION_TRY(auto cart, with_.carts.find(command.cart));
    if (!cart || cart->owner != command.customer) return unknown_cart();
    return cart;
}

Result<PlacedOrder> PlaceOrder::place_now(const PlaceOrderCommand& command, std::optional<CheckoutCart> cart,
                                          Instant now) const {
    ORION_TRY(auto buyable, buyable_cart(command, std::move(cart)));
    const auto placement = placement_of(command, std::move(buyable), with_.ids.next<OrderId>(), now);
    return with_.store.transact([&](OrderingWork& work) { return place(work, command, placement); });
}

Result<CheckoutCart> PlaceOrder::buyable_cart(const PlaceOrderCommand& command,
                                              std::optional<CheckoutCart> cart) const {
    if (!cart) {
        ORION_TRY(cart, with_.carts.find(command.cart));
    }
    // The token of a cart that has found an owner opens nothing any more.
    if (!cart || (cart->owner && cart->owner != command.customer)) return unknown_cart();
    if (cart->lines.empty()) return fail(ErrorKind::invalid, "cart_empty", "There is nothing in this cart.");

    FieldErrors errors;
    check(command.shipping_method, command.payment_token, errors);
    if (command.expected_total && command.expected_total->currency() != cart->currency) {
        errors.add("expected_total.currency", "currency_mismatch", "The cart is in another currency.");
    }
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    for (const auto& line : cart->lines) {
        if (!line.offer) return fail(ErrorKind::conflict, "not_for_sale", line.sku.text() + " is not for sale.");
    }
    for (const auto& line : cart->lines) {
        if (line.offer->available < line.quantity.value()) {
            return fail(ErrorKind::conflict, "out_of_stock", "There is not enough of " + line.sku.text() + ".");
        }
    }
    return *std::move(cart);
}

Result<PlacedOrder> PlaceOrder::place(OrderingWork& work, const PlaceOrderCommand& command, Placement placement) const {
    const auto now = placement.now;
    placement.number = work.orders().next_number();
    ORION_TRY(auto order, Order::place(std::move(placement)));
    const auto checkout = CheckoutSaga::begin(order.id(), command.payment_token, now, policy_);

    ORION_CHECK(work.orders().save(order));
    ORION_CHECK(work.checkouts().add(checkout, policy_));
    work.publish(OrderPlaced{.order = order.id(),
                             .number = order.snapshot().number,
                             .total = order.snapshot().totals.total,
                             .placed_at = now});
    send_request(work, CheckoutRequest::stock, order, checkout, now, policy_);

    AnswerRecord record{.key = answer_key(command.customer, command.cart, command.idempotency_key),
                        .fingerprint = command.fingerprint,
                        .order = order.id(),
                        .created_at = now,
                        .running_since = now};
    if (command.answer == Answer::at_once) {
        record.answer = command.format.render(order.snapshot(), AnswerKind::accepted);
    }
    ORION_CHECK(work.answers().add(record));
    return PlacedOrder{
        .order = order.id(), .order_token = with_.tokens.issue(order.id()), .answer = std::move(record.answer)};
}

Result<PlacedOrder> PlaceOrder::repeat(const AnswerRecord& seen, const PlaceOrderCommand& command, Instant now) const {
    ORION_TRY(auto placed, given_before(seen, command, now));
    if (placed) return *std::move(placed);

    return with_.store.transact([&](OrderingWork& work) -> Result<PlacedOrder> {
        const auto record = work.answers().find(seen.key).value_or(seen);
        ORION_TRY(auto given, given_before(record, command, now));
        return given ? *std::move(given) : take_over(work, record, command, now);
    });
}

Result<std::optional<PlacedOrder>> PlaceOrder::given_before(const AnswerRecord& record,
                                                            const PlaceOrderCommand& command, Instant now) const {
    if (record.fingerprint != command.fingerprint) {
        return fail(ErrorKind::invalid, "idempotency_key_reused", "This key was used for another request.");
    }
    if (record.answer) {
        return PlacedOrder{.order = record.order,
                           .order_token = with_.tokens.issue(record.order),
                           .answer = record.answer,
                           .given = Given::again};
    }
    if (now - record.running_since < longest_wait) {
        return fail(ErrorKind::conflict, "request_in_progress", "The first request with this key is still running.");
    }
    return std::nullopt;
}

Result<PlacedOrder> PlaceOrder::take_over(OrderingWork& work, AnswerRecord record, const PlaceOrderCommand& command,
                                          Instant now) const {
    record.running_since = now;
    if (command.answer == Answer::at_once) {
        const auto order = work.orders().find(record.order);
        contract(order.has_value(), "an answer belongs to an order");
        record.answer = command.format.render(order->snapshot(), AnswerKind::accepted);
    }
    work.answers().save(record);
    return PlacedOrder{
        .order = record.order, .order_token = with_.tokens.issue(record.order), .answer = std::move(record.answer)};
}

}  // namespace orion::ordering
