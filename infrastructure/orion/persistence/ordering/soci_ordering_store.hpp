#pragma once

#include "orion/ordering/ordering_store.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/inbox.hpp"
#include "orion/persistence/outbox.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

namespace orion::persistence {

/// Ordering's transactions. Needs the schema modules `messaging` and `ordering`.
class SociOrderingStore final : public ordering::OrderingStore {
public:
    SociOrderingStore(Database& database, const Clock& clock, IdGenerator& ids)
        : database_{database}, clock_{clock}, ids_{ids}, inbox_{clock} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Database& database_;
    const Clock& clock_;
    IdGenerator& ids_;
    Inbox inbox_;
    Outbox outbox_;
};

}  // namespace orion::persistence
