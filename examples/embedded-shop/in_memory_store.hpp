#pragma once

#include "orion/billing/integration_events.hpp"
#include "orion/inventory/integration_events.hpp"
#include "orion/kernel/id.hpp"
#include "orion/ordering/integration_events.hpp"
#include "orion/ports/acts.hpp"
#include "orion/ports/id_generator.hpp"
#include "orion/ports/store.hpp"

#include <deque>
#include <set>
#include <variant>
#include <vector>

namespace embedded {

using AnyEvent = std::variant<orion::ordering::Event, orion::inventory::Event, orion::billing::Event>;

struct Letter {
    orion::MessageId id;
    AnyEvent event;
};

/// The broker: what was published and has not been delivered yet.
using Post = std::deque<Letter>;

/// What every context keeps beside its own tables.
struct Mail {
    std::vector<AnyEvent> outbox;
    std::set<orion::MessageId> inbox;
    std::vector<orion::Act> acts;  ///< for whoever audits the shop
};

/// Transactions over a plain struct: the closure works on a copy, which replaces the original if it succeeds, and only
/// then is its mail posted.
template <class Work, class Tables, class TablesWork>
class InMemoryStore final : public orion::Store<Work> {
public:
    InMemoryStore(Post& post, orion::IdGenerator& ids) : post_{post}, ids_{ids} {}

    const Tables& tables() const { return tables_; }

private:
    orion::Result<void> run(const typename orion::Store<Work>::Transaction& transaction) override {
        Tables copy = tables_;
        TablesWork work{copy};
        ORION_CHECK(transaction(work));
        for (auto& event : copy.mail.outbox) post_.push_back({ids_.next<orion::MessageId>(), std::move(event)});
        copy.mail.outbox.clear();
        tables_ = std::move(copy);
        return {};
    }

    Post& post_;
    orion::IdGenerator& ids_;
    Tables tables_;
};

}  // namespace embedded
