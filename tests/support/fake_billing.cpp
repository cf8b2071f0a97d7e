#include "support/fake_billing.hpp"

#include "orion/kernel/error.hpp"

#include <algorithm>

namespace orion::test {

class FakeBillingWork : public billing::BillingWork, private billing::PaymentRepository {
public:
    explicit FakeBillingWork(BillingState& state) : state_{state} {}

    billing::PaymentRepository& payments() override { return *this; }
    void publish(const billing::Event& event) override { state_.published.push_back(event); }
    bool accept(MessageId message) override { return state_.inbox.insert(message).second; }

private:
    std::optional<billing::Payment> find(OrderId order) override {
        const auto found = state_.payments.find(order);
        if (found == state_.payments.end()) return std::nullopt;
        return billing::Payment::restore(found->second);
    }

    Result<void> save(const billing::Payment& payment) override {
        const auto found = state_.payments.find(payment.order());
        const auto stored_version = found == state_.payments.end() ? 0 : found->second.version;
        if (stored_version != payment.version()) return fail(ErrorKind::unavailable, "payment_changed", "Try again.");
        auto snapshot = payment.snapshot();
        ++snapshot.version;
        state_.payments.insert_or_assign(payment.order(), snapshot);
        return {};
    }

    BillingState& state_;
};

template class FakeStore<billing::BillingWork, BillingState, FakeBillingWork>;

FakeBilling::FakeBilling() = default;
FakeBilling::~FakeBilling() = default;

Result<std::optional<billing::Payment>> FakeBilling::find(OrderId order) {
    const auto found = state().payments.find(order);
    if (found == state().payments.end()) return std::optional<billing::Payment>{};
    return billing::Payment::restore(found->second);
}

Result<std::vector<OrderId>> FakeBilling::awaiting_outcome(const billing::AwaitingOutcomeQuery& query) {
    std::vector<billing::Payment::Snapshot> waiting;
    for (const auto& [order, payment] : state().payments)
        if (payment.status == billing::PaymentStatus::requested && payment.requested_at < query.requested_before)
            waiting.push_back(payment);
    std::ranges::stable_sort(waiting, {}, &billing::Payment::Snapshot::requested_at);
    std::vector<OrderId> orders;
    for (const auto& payment : waiting)
        if (orders.size() < query.limit) orders.push_back(payment.order);
    return orders;
}

Result<std::vector<billing::Payment>> FakeBilling::list(const std::optional<OrderId>& after, std::size_t limit) {
    std::vector<billing::Payment> page;
    for (const auto& [order, payment] : state().payments)
        if ((!after || order > *after) && page.size() < limit) page.push_back(billing::Payment::restore(payment));
    return page;
}

std::vector<std::string> FakeBilling::published_types() const {
    static const char* const names[] = {"payment_captured", "payment_declined", "payment_unavailable",
                                        "payment_reversed"};
    std::vector<std::string> types;
    for (const auto& event : published()) types.emplace_back(names[event.index()]);
    return types;
}

}  // namespace orion::test
