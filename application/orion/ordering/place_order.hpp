#pragma once

#include "orion/kernel/address.hpp"
#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ordering/answer.hpp"
#include "orion/ordering/checkout_carts.hpp"
#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/order_tokens.hpp"
#include "orion/ordering/ordering_store.hpp"
#include "orion/ordering/payment_methods.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace orion::ordering {

enum class Answer {
    at_once,       ///< render and keep it in the transaction
    when_settled,  ///< `CompleteAnswer` will: at the latest within `PlaceOrder::longest_wait`
};

struct PlaceOrderCommand {
    std::optional<UserId> customer{};  ///< nothing: a guest
    CartId cart;
    std::optional<Secret> cart_token;
    std::string idempotency_key;  ///< 1–255 characters
    std::string fingerprint;      ///< equal for equal requests only
    Email email;
    Address shipping_address;
    std::optional<Address> billing_address{};
    std::optional<std::string> shipping_method{};
    Secret payment_token;
    std::optional<Money> expected_total{};
    Answer answer = Answer::at_once;
    const AnswerFormat& format;
};

enum class Given { first_time, again };

struct PlacedOrder {
    OrderId order;
    Secret order_token;
    std::optional<StoredAnswer> answer;  ///< nothing: wait, then ask `CompleteAnswer`
    Given given = Given::first_time;
};

/// Turns a cart into a pending order and starts its checkout, exactly once.
/// `cart_not_found`: unknown, or somebody else's. `idempotency_key_reused`: with another request.
/// `request_in_progress`: the first request with this key still waits for its answer. `cart_already_ordered`,
/// `cart_empty`, `not_for_sale`, `out_of_stock` (obviously; the reservation decides later), `price_changed`.
/// `invalid_fields`: `shipping_method`, `payment.token`, `expected_total.currency`. Failures are not kept: the key may
/// be used again.
class PlaceOrder {
public:
    /// A request that has not completed its answer after this time is taken to have died; the key is free to be used by
    /// its next repetition, which answers for the same order.
    static constexpr std::chrono::milliseconds longest_wait = std::chrono::seconds{60};

    struct Collaborators {
        OrderingStore& store;
        OrderQueries& queries;
        CheckoutCarts& carts;
        PaymentMethods& payment_methods;
        const OrderTokens& tokens;
        const Clock& clock;
        IdGenerator& ids;
    };
    PlaceOrder(Collaborators with, CheckoutPolicy policy) : with_{with}, policy_{policy} {}

    Result<PlacedOrder> execute(const PlaceOrderCommand& command);

    /// Notes what `execute` would refuse of these whatever the cart: for a request that is wrong elsewhere already.
    void check(const std::optional<std::string>& shipping_method, const std::optional<Secret>& payment_token,
               FieldErrors& errors) const;

private:
    /// With the asker's own cart, or one whose token is shown: such a one need not exist any more, and is nothing here.
    Result<std::optional<CheckoutCart>> owned_cart(const PlaceOrderCommand& command) const;
    /// For a key and a cart that nobody has used before. One who has since is found out by the constraints.
    Result<PlacedOrder> place_now(const PlaceOrderCommand& command, std::optional<CheckoutCart> cart,
                                  Instant now) const;
    Result<CheckoutCart> buyable_cart(const PlaceOrderCommand& command, std::optional<CheckoutCart> cart) const;
    Result<PlacedOrder> place(OrderingWork& work, const PlaceOrderCommand& command, Placement placement) const;
    Result<PlacedOrder> repeat(const AnswerRecord& seen, const PlaceOrderCommand& command, Instant now) const;
    /// Nothing if whoever was to complete the answer must have died.
    Result<std::optional<PlacedOrder>> given_before(const AnswerRecord& record, const PlaceOrderCommand& command,
                                                    Instant now) const;
    Result<PlacedOrder> take_over(OrderingWork& work, AnswerRecord record, const PlaceOrderCommand& command,
                                  Instant now) const;

    Collaborators with_;
    CheckoutPolicy policy_;
};

}  // namespace orion::ordering
