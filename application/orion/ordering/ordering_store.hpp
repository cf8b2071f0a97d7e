#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/ordering/answer.hpp"
#include "orion/ordering/checkout_saga.hpp"
#include "orion/ordering/integration_events.hpp"
#include "orion/ordering/order.hpp"
#include "orion/ports/acts.hpp"
#include "orion/ports/store.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace orion::ordering {

class OrderRepository {
public:
    virtual ~OrderRepository() = default;

    /// The next order number: digits, counted up from 100001. A transaction that fails may leave a gap.
    virtual std::string next_number() = 0;
    virtual std::optional<Order> find(OrderId order) = 0;
    /// Writes what changed since it was read, with its records. `cart_already_ordered` if another order has its cart;
    /// `unavailable` / `order_changed` if another transaction changed it in between.
    virtual Result<void> save(Order& order) = 0;
    /// All orders of a customer who has left: nobody's, and to be anonymised.
    virtual void disown_all(UserId customer) = 0;
    /// Replaces what these say about a person by `Anonymous`. Versions and records stay.
    virtual void anonymise(std::span<const OrderId> orders) = 0;
};

class CheckoutRepository {
public:
    virtual ~CheckoutRepository() = default;

    virtual std::optional<CheckoutSaga> find(OrderId order) = 0;
    virtual Result<void> add(const CheckoutSaga& checkout, const CheckoutPolicy& policy) = 0;
    /// `unavailable` / `order_changed` if another transaction changed it in between. Contract: exactly one event was
    /// handled since it was read.
    virtual Result<void> save(const CheckoutSaga& checkout, const CheckoutPolicy& policy) = 0;
};

/// The answers given under idempotency keys.
class AnswerRepository {
public:
    virtual ~AnswerRepository() = default;

    virtual std::optional<AnswerRecord> find(const AnswerKey& key) = 0;
    /// `request_in_progress` if the key is taken.
    virtual Result<void> add(const AnswerRecord& record) = 0;
    virtual void save(const AnswerRecord& record) = 0;
    /// All that were given to a customer.
    virtual void remove_all(UserId customer) = 0;
    /// Forgets at most `limit` records from before `before`, and says how many.
    virtual std::size_t purge(Instant before, std::size_t limit) = 0;
};

/// What one transaction of ordering may touch.
class OrderingWork {
public:
    virtual ~OrderingWork() = default;
    virtual OrderRepository& orders() = 0;
    virtual CheckoutRepository& checkouts() = 0;
    virtual AnswerRepository& answers() = 0;
    /// False if ordering has handled this message before.
    virtual bool accept(MessageId message) = 0;
    /// To the outbox, under a fresh message id, with the order as its subject.
    virtual void publish(const Event& event) = 0;
    /// For the audit log, with this transaction.
    virtual void record(const Act& act) = 0;
};

using OrderingStore = Store<OrderingWork>;

}  // namespace orion::ordering
