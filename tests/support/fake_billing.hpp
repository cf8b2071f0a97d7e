#pragma once

#include "orion/billing/billing_store.hpp"
#include "orion/billing/integration_events.hpp"
#include "orion/billing/payment.hpp"
#include "orion/billing/payment_queries.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace orion::test {

struct BillingState {
    std::map<OrderId, billing::Payment::Snapshot> payments;
    std::set<MessageId> inbox;
    std::vector<billing::Event> published;
};

class FakeBillingWork;
extern template class FakeStore<billing::BillingWork, BillingState, FakeBillingWork>;

/// Billing in memory.
class FakeBilling : public FakeStore<billing::BillingWork, BillingState, FakeBillingWork>,
                    public billing::PaymentQueries {
public:
    FakeBilling();
    ~FakeBilling() override;

    Result<std::optional<billing::Payment>> find(OrderId order) override;
    Result<std::vector<OrderId>> awaiting_outcome(const billing::AwaitingOutcomeQuery& query) override;
    Result<std::vector<billing::Payment>> list(const std::optional<OrderId>& after, std::size_t limit) override;

    billing::BillingStore& store() { return *this; }
    billing::PaymentQueries& queries() { return *this; }
    const std::vector<billing::Event>& published() const { return state().published; }

    /// The types of all published events, as messages name them, in order.
    std::vector<std::string> published_types() const;

    FakeClock clock;
    FakeIdGenerator ids;
};

}  // namespace orion::test
