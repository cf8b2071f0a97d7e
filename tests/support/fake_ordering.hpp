#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ordering/answer.hpp"
#include "orion/ordering/checkout_carts.hpp"
#include "orion/ordering/checkout_saga.hpp"
#include "orion/ordering/integration_events.hpp"
#include "orion/ordering/order.hpp"
#include "orion/ordering/order_lists.hpp"
#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/order_tokens.hpp"
#include "orion/ordering/order_view.hpp"
#include "orion/ordering/ordering_store.hpp"
#include "orion/ordering/payment_methods.hpp"
#include "orion/ports/acts.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace orion::test {

struct OrderingState {
    struct Checkout {
        ordering::CheckoutSnapshot snapshot;
        std::optional<Instant> wakes_at;
        bool is_parked;
    };
    int orders_numbered = 100'000;
    std::map<OrderId, ordering::OrderSnapshot> orders;
    std::map<OrderId, std::vector<ordering::OrderRecord>> records;
    std::map<OrderId, Checkout> checkouts;
    std::map<ordering::AnswerKey, ordering::AnswerRecord> answers;
    std::set<OrderId> to_anonymise;
    std::set<MessageId> inbox;
    std::vector<ordering::Event> published;
    std::vector<Act> acts;
};

class FakeOrderingWork;
extern template class FakeStore<ordering::OrderingWork, OrderingState, FakeOrderingWork>;

/// Ordering in memory, with a clock and ids that tests control. Thread-safe but for `state`.
class FakeOrdering : public FakeStore<ordering::OrderingWork, OrderingState, FakeOrderingWork>,
                     public ordering::OrderQueries,
                     public ordering::OrderLists {
public:
    FakeOrdering();
    ~FakeOrdering() override;

    Result<std::optional<ordering::OrderView>> find(OrderId order) override;
    Result<std::optional<ordering::OrderedCart>> order_of(CartId cart) override;
    Result<std::optional<ordering::AnswerRecord>> answer(const ordering::AnswerKey& key) override;
    Result<std::vector<ordering::OrderRecord>> records(OrderId order) override;
    Result<std::vector<OrderId>> settled(std::span<const OrderId> orders) override;
    Result<std::vector<OrderId>> to_anonymise(std::size_t limit) override;
    Result<ordering::OverdueCheckouts> overdue(Instant at, std::size_t limit) override;
    Result<std::vector<ordering::OrderView>> list(const ordering::OrderPageQuery& query) override;

    ordering::OrderingStore& store() { return *this; }
    ordering::OrderLists& lists() { return *this; }
    ordering::OrderQueries& queries() { return *this; }

    /// The types of all published events, as messages name them, in order.
    std::vector<std::string> published_types() const;

    /// How many events of a type were published.
    template <class E>
    std::size_t count() const {
        std::size_t found = 0;
        for (const auto& event : state().published) found += std::holds_alternative<E>(event) ? 1 : 0;
        return found;
    }

    /// The last published event of a type. Throws if there is none.
    template <class E>
    const E& last() const {
        const auto& published = state().published;
        for (auto each = published.rbegin(); each != published.rend(); ++each)
            if (const auto* event = std::get_if<E>(&*each)) return *event;
        throw std::logic_error{"nothing of this type was published"};
    }

    FakeClock clock;
    FakeIdGenerator ids;

private:
    /// Under the same lock as transactions, on a copy.
    template <class Reader>
    auto reading(Reader&& reader) -> Result<std::invoke_result_t<Reader&, OrderingState&>>;
};

/// One token opens every cart: `cart-token`.
class FakeCheckoutCarts : public ordering::CheckoutCarts {
public:
    bool owns(CartId cart, const Secret& token) override;
    Result<std::optional<ordering::CheckoutCart>> find(CartId cart) override;

    std::map<CartId, ordering::CheckoutCart> carts;
};

/// Every token that begins with `tok_` can be tried.
class FakePaymentMethods : public ordering::PaymentMethods {
public:
    bool recognises(const Secret& token) override;
};

/// `token-of-…`
class FakeOrderTokens : public ordering::OrderTokens {
public:
    Secret issue(OrderId order) const override;
    bool matches(OrderId order, const Secret& token) const override;
};

/// `accepted 100001 pending`
class FakeAnswerFormat : public ordering::AnswerFormat {
public:
    ordering::StoredAnswer render(const ordering::OrderView& order, ordering::AnswerKind kind) const override;
};

}  // namespace orion::test
