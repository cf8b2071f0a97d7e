#pragma once

#include "orion/billing/billing_store.hpp"
#include "orion/billing/payment_queries.hpp"

#include "support/fake_backoff.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace orion::test {

struct BillingState {
    std::map<OrderId, billing::Payment::Snapshot> payments;
    std::set<MessageId> inbox;
    std::vector<billing::Event> published;
};

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

/// Billing in memory.
class FakeBilling : public FakeStore<billing::BillingWork, BillingState, FakeBillingWork>,
                    public billing::PaymentQueries {
public:
    Result<std::optional<billing::Payment>> find(OrderId order) override {
        const auto found = state().payments.find(order);
        if (found == state().payments.end()) return std::optional<billing::Payment>{};
        return billing::Payment::restore(found->second);
    }

    Result<std::vector<OrderId>> awaiting_outcome(const billing::AwaitingOutcomeQuery& query) override {
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

    Result<std::vector<billing::Payment>> list(const std::optional<OrderId>& after, std::size_t limit) override {
        std::vector<billing::Payment> page;
        for (const auto& [order, payment] : state().payments)
            if ((!after || order > *after) && page.size() < limit) page.push_back(billing::Payment::restore(payment));
        return page;
    }

    billing::BillingStore& store() { return *this; }
    billing::PaymentQueries& queries() { return *this; }
    const std::vector<billing::Event>& published() const { return state().published; }

    /// The types of all published events, as messages name them, in order.
    std::vector<std::string> published_types() const {
        static const char* const names[] = {"payment_captured", "payment_declined", "payment_unavailable",
                                            "payment_reversed"};
        std::vector<std::string> types;
        for (const auto& event : published()) types.emplace_back(names[event.index()]);
        return types;
    }

    FakeClock clock;
    FakeIdGenerator ids;
};

}  // namespace orion::test
