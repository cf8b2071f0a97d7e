#include "ctl/catalogue_messages.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/messaging/outbox_reading.hpp"

namespace orion::hosts {

using persistence::Session;

CatalogueMessages::CatalogueMessages(Shop& shop)
    : shop_{shop}, seen_{shop.base.databases.of("inventory").query([](Session& session) {
          return messaging::all_sent_until(session);
      })} {}

Result<void> CatalogueMessages::settle() {
    constexpr int batch_size = 500;
    while (true) {
        ORION_TRY(
            const auto batch,
            shop_.base.databases.of("inventory").query([this](Session& session) -> Result<messaging::OutboxBatch> {
                return messaging::messages_after(session, seen_, messaging::event_type<inventory::StockLevelsChanged>(),
                                                 batch_size);
            }));
        if (batch.messages.empty()) return {};
        for (const auto& message : batch.messages) ORION_CHECK(consumer_.handle({.message = message, .attempt = 1}));
        seen_ = batch.seqs.back();
    }
}

}  // namespace orion::hosts
