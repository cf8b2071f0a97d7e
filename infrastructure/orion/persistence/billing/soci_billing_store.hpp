#pragma once

#include "orion/billing/billing_store.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/inbox.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/ports/id_generator.hpp"

namespace orion::persistence {

/// Billing's transactions. Needs the schema modules `messaging` and `billing`.
class SociBillingStore final : public billing::BillingStore {
public:
    struct Ports {
        Database& database;
        const Clock& clock;
        IdGenerator& ids;
    };
    explicit SociBillingStore(const Ports& ports) : ports_{ports}, inbox_{ports.clock} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Ports ports_;
    Outbox outbox_;
    Inbox inbox_;
};

}  // namespace orion::persistence
