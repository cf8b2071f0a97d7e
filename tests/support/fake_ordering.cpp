#include "support/fake_ordering.hpp"

#include "orion/kernel/error.hpp"
#include "orion/ordering/anonymous.hpp"
#include "orion/ordering/order_status.hpp"
#include "orion/ports/performer.hpp"

#include <algorithm>
#include <expected>
#include <utility>

namespace orion::test {
namespace {

std::unexpected<Error> order_changed() { return fail(ErrorKind::unavailable, "order_changed", "Try again."); }

class FakeOrders : public ordering::OrderRepository {
public:
    explicit FakeOrders(OrderingState& state) : state_{state} {}

    std::string next_number() override { return std::to_string(++state_.orders_numbered); }

    std::optional<ordering::Order> find(OrderId order) override {
        const auto found = state_.orders.find(order);
        if (found == state_.orders.end()) return std::nullopt;
        return ordering::Order::restore(found->second);
    }

    Result<void> save(ordering::Order& order) override {
        const auto stored = state_.orders.find(order.id());
        const auto stored_version = stored == state_.orders.end() ? 0 : stored->second.version;
        if (order.stored_version() != stored_version) return order_changed();
        const auto same_cart = [&](const auto& other) {
            return other.first != order.id() && other.second.cart == order.snapshot().cart;
        };
        if (std::ranges::any_of(state_.orders, same_cart)) {
            return fail(ErrorKind::conflict, "cart_already_ordered", "This cart has been ordered.");
        }
        state_.orders.insert_or_assign(order.id(), order.snapshot());
        for (auto& record : order.take_records()) state_.records[order.id()].push_back(std::move(record));
        return {};
    }

    void disown_all(UserId customer) override {
        for (auto& [id, order] : state_.orders) {
            if (order.customer != customer) continue;
            order.customer.reset();
            state_.to_anonymise.insert(id);
        }
    }

    void anonymise(std::span<const OrderId> orders) override {
        using ordering::Anonymous;
        for (const auto& id : orders) {
            auto& order = state_.orders.at(id);
            order.email = Anonymous::email();
            for (auto* const address :
                 {&order.shipping_address, order.billing_address ? &*order.billing_address : nullptr})
                if (address) *address = Anonymous::address(address->fields().country);
            for (auto& record : state_.records.at(id))
                if (record.by == "customer" && record.reason) record.reason = std::string{Anonymous::word};
            state_.to_anonymise.erase(id);
        }
    }

private:
    OrderingState& state_;
};

class FakeCheckouts : public ordering::CheckoutRepository {
public:
    explicit FakeCheckouts(OrderingState& state) : state_{state} {}

    std::optional<ordering::CheckoutSaga> find(OrderId order) override {
        const auto found = state_.checkouts.find(order);
        if (found == state_.checkouts.end()) return std::nullopt;
        return ordering::CheckoutSaga::restore(found->second.snapshot);
    }

    Result<void> add(const ordering::CheckoutSaga& checkout, const ordering::CheckoutPolicy& policy) override {
        put(checkout, policy);
        return {};
    }

    Result<void> save(const ordering::CheckoutSaga& checkout, const ordering::CheckoutPolicy& policy) override {
        if (state_.checkouts.at(checkout.order()).snapshot.version + 1 != checkout.snapshot().version) {
            return order_changed();
        }
        put(checkout, policy);
        return {};
    }

private:
    void put(const ordering::CheckoutSaga& checkout, const ordering::CheckoutPolicy& policy) {
        state_.checkouts.insert_or_assign(checkout.order(),
                                          OrderingState::Checkout{.snapshot = checkout.snapshot(),
                                                                  .wakes_at = checkout.wakes_at(),
                                                                  .is_parked = checkout.is_parked(policy)});
    }

    OrderingState& state_;
};

class FakeAnswers : public ordering::AnswerRepository {
public:
    explicit FakeAnswers(OrderingState& state) : state_{state} {}

    std::optional<ordering::AnswerRecord> find(const ordering::AnswerKey& key) override {
        const auto found = state_.answers.find(key);
        if (found == state_.answers.end()) return std::nullopt;
        return found->second;
    }

    Result<void> add(const ordering::AnswerRecord& record) override {
        if (state_.answers.emplace(record.key, record).second) return {};
        return fail(ErrorKind::conflict, "request_in_progress", "This key is taken.");
    }

    void save(const ordering::AnswerRecord& record) override { state_.answers.at(record.key) = record; }

    void remove_all(UserId customer) override {
        std::erase_if(state_.answers, [scope = ordering::answer_scope(customer)](const auto& entry) {
            return entry.first.scope == scope;
        });
    }

    std::size_t purge(Instant before, std::size_t limit) override {
        std::size_t purged = 0;
        std::erase_if(state_.answers, [&](const auto& entry) {
            if (entry.second.created_at >= before || purged == limit) return false;
            ++purged;
            return true;
        });
        return purged;
    }

private:
    OrderingState& state_;
};

/// What a list of these orders holds, worked out the plain way.
std::vector<ordering::OrderView> page_of(std::vector<ordering::OrderView> orders,
                                         const ordering::OrderPageQuery& query) {
    const auto& filter = query.filter;
    const auto key = [&](const ordering::OrderView& order) {
        const auto number = query.sort.field == ordering::OrderSortField::total
                                ? order.totals.total.amount()
                                : order.placed_at.time_since_epoch().count();
        return std::pair{number, order.id};
    };
    const auto has_part = [&](std::string text) {
        std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
        return text.contains(*filter.part);
    };
    const auto matches = [&](const ordering::OrderView& order) {
        if (filter.customer && order.customer != filter.customer) return false;
        if (filter.email && order.email != *filter.email) return false;
        if (filter.status && order.status != *filter.status) return false;
        if (filter.from && order.placed_at < *filter.from) return false;
        if (filter.to && order.placed_at > *filter.to) return false;
        if (filter.min_total && order.totals.total.amount() < *filter.min_total) return false;
        if (filter.max_total && order.totals.total.amount() > *filter.max_total) return false;
        return !filter.part || has_part(order.number) || std::ranges::any_of(order.lines, [&](const auto& line) {
            return has_part(line.sku.text()) || has_part(line.title);
        });
    };
    const bool is_upwards = query.sort.direction == ordering::SortDirection::ascending;
    const auto comes_before = [&](const auto& left, const auto& right) {
        return is_upwards ? left < right : right < left;
    };
    std::erase_if(orders, [&](const ordering::OrderView& order) {
        return !matches(order) ||
               (query.after && !comes_before(std::pair{query.after->key, query.after->order}, key(order)));
    });
    std::ranges::sort(orders, comes_before, key);
    if (orders.size() > query.limit)
        orders.erase(orders.begin() + static_cast<std::ptrdiff_t>(query.limit), orders.end());
    return orders;
}

}  // namespace

class FakeOrderingWork : public ordering::OrderingWork {
public:
    explicit FakeOrderingWork(OrderingState& state)
        : state_{state}, orders_{state}, checkouts_{state}, answers_{state} {}

    ordering::OrderRepository& orders() override { return orders_; }
    ordering::CheckoutRepository& checkouts() override { return checkouts_; }
    ordering::AnswerRepository& answers() override { return answers_; }
    bool accept(MessageId message) override { return state_.inbox.insert(message).second; }
    void publish(const ordering::Event& event) override { state_.published.push_back(event); }
    void record(const Act& act) override { state_.acts.push_back(performed_by(current_performer(), act)); }

private:
    OrderingState& state_;
    FakeOrders orders_;
    FakeCheckouts checkouts_;
    FakeAnswers answers_;
};

template class FakeStore<ordering::OrderingWork, OrderingState, FakeOrderingWork>;

FakeOrdering::FakeOrdering() = default;
FakeOrdering::~FakeOrdering() = default;

template <class Reader>
auto FakeOrdering::reading(Reader&& reader) -> Result<std::invoke_result_t<Reader&, OrderingState&>> {
    std::optional<std::invoke_result_t<Reader&, OrderingState&>> value;
    ORION_CHECK(run([&](ordering::OrderingWork&) -> Result<void> {
        auto copy = state();
        value.emplace(reader(copy));
        return {};
    }));
    return *std::move(value);
}

Result<std::optional<ordering::OrderView>> FakeOrdering::find(OrderId order) {
    return reading([&](const OrderingState& now) -> std::optional<ordering::OrderView> {
        const auto found = now.orders.find(order);
        if (found == now.orders.end()) return std::nullopt;
        return found->second;
    });
}

Result<std::optional<ordering::OrderedCart>> FakeOrdering::order_of(CartId cart) {
    return reading([&](const OrderingState& now) -> std::optional<ordering::OrderedCart> {
        for (const auto& [id, order] : now.orders) {
            if (order.cart == cart) return ordering::OrderedCart{.order = id, .placed_at = order.placed_at};
        }
        return std::nullopt;
    });
}

Result<std::optional<ordering::AnswerRecord>> FakeOrdering::answer(const ordering::AnswerKey& key) {
    return reading([&](OrderingState& now) { return FakeAnswers{now}.find(key); });
}

Result<std::vector<ordering::OrderRecord>> FakeOrdering::records(OrderId order) {
    return reading([&](OrderingState& now) { return now.records[order]; });
}

Result<std::vector<OrderId>> FakeOrdering::settled(std::span<const OrderId> orders) {
    return reading([&](const OrderingState& now) {
        std::vector<OrderId> found;
        for (const auto& id : orders) {
            const auto order = now.orders.find(id);
            if (order != now.orders.end() && order->second.status != ordering::OrderStatus::pending &&
                now.checkouts.at(id).snapshot.state == ordering::CheckoutState::done) {
                found.push_back(id);
            }
        }
        return found;
    });
}

Result<std::vector<OrderId>> FakeOrdering::to_anonymise(std::size_t limit) {
    const std::vector<OrderId> marked{state().to_anonymise.begin(), state().to_anonymise.end()};
    ORION_TRY(auto found, settled(marked));
    if (found.size() > limit) found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
    return found;
}

Result<ordering::OverdueCheckouts> FakeOrdering::overdue(Instant at, std::size_t limit) {
    return reading([&](const OrderingState& now) {
        ordering::OverdueCheckouts overdue;
        std::vector<std::pair<Instant, OrderId>> due;
        for (const auto& [id, checkout] : now.checkouts) {
            if (checkout.wakes_at && *checkout.wakes_at <= at) due.emplace_back(*checkout.wakes_at, id);
            overdue.parked += checkout.is_parked ? 1 : 0;
        }
        std::ranges::sort(due);
        for (const auto& [wakes_at, id] : due) {
            if (overdue.due.size() < limit) overdue.due.push_back(id);
        }
        return overdue;
    });
}

Result<std::vector<ordering::OrderView>> FakeOrdering::list(const ordering::OrderPageQuery& query) {
    return reading([&](const OrderingState& now) {
        std::vector<ordering::OrderView> orders;
        for (const auto& [id, order] : now.orders) orders.push_back(order);
        return page_of(std::move(orders), query);
    });
}

std::vector<std::string> FakeOrdering::published_types() const {
    static const char* const names[] = {"order_placed",
                                        "order_confirmed",
                                        "order_failed",
                                        "order_cancelled",
                                        "stock_requested",
                                        "payment_requested",
                                        "stock_consumption_requested",
                                        "stock_return_requested",
                                        "payment_reversal_requested"};
    std::vector<std::string> types;
    for (const auto& event : state().published) types.emplace_back(names[event.index()]);
    return types;
}

bool FakeCheckoutCarts::owns(CartId cart, const Secret& token) {
    return token.expose() == "cart-token" || token.expose() == "key to " + cart.to_string();
}

Result<std::optional<ordering::CheckoutCart>> FakeCheckoutCarts::find(CartId cart) {
    const auto found = carts.find(cart);
    if (found == carts.end()) return std::nullopt;
    return found->second;
}

bool FakePaymentMethods::recognises(const Secret& token) { return token.expose().starts_with("tok_"); }

Secret FakeOrderTokens::issue(OrderId order) const { return Secret{"token-of-" + order.to_string()}; }

bool FakeOrderTokens::matches(OrderId order, const Secret& token) const {
    return token.expose() == issue(order).expose();
}

ordering::StoredAnswer FakeAnswerFormat::render(const ordering::OrderView& order, ordering::AnswerKind kind) const {
    const bool settled = kind == ordering::AnswerKind::settled;
    return {.status = settled ? 201 : 202,
            .body = (settled ? "settled " : "accepted ") + order.number + " " +
                    std::string{ordering::to_text(order.status)}};
}

}  // namespace orion::test
