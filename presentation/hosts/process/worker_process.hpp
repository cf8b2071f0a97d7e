#pragma once

#include "orion/consumers/audit_consumer.hpp"
#include "orion/consumers/billing_consumer.hpp"
#include "orion/consumers/carts_consumer.hpp"
#include "orion/consumers/catalog_consumer.hpp"
#include "orion/consumers/inventory_consumer.hpp"
#include "orion/consumers/notifications_consumer.hpp"
#include "orion/consumers/ordering_consumer.hpp"
#include "orion/messaging/json_event_reader.hpp"
#include "orion/messaging/outbox_relay.hpp"
#include "orion/scheduling/scheduler.hpp"

#include "process/broker.hpp"
#include "process/shop.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace orion::hosts {

/// Everything that happens without being asked, for the modules that the settings name: relays the outbox, handles
/// messages, runs jobs. From construction on.
class WorkerProcess {
public:
    explicit WorkerProcess(Shop& shop);
    ~WorkerProcess() { stop(); }
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// Finishes the messages and the job in hand; what has not begun is left for the next worker. May be called again.
    void stop();

private:
    void relay_outboxes();
    void consume(std::string_view module, MessageHandler& handler, int threads);
    std::vector<scheduling::Job> jobs();

    Shop& shop_;
    const Contexts modules_;
    messaging::JsonEventReader<ordering::Event> ordering_events_;
    messaging::JsonEventReader<inventory::Event> inventory_events_;
    messaging::JsonEventReader<billing::Event> billing_events_;
    messaging::JsonEventReader<identity::Event> identity_events_;
    messaging::JsonEventReader<audit::Event> audit_events_;
    consumers::OrderingConsumer ordering_;
    consumers::InventoryConsumer inventory_;
    consumers::BillingConsumer billing_;
    consumers::CatalogConsumer catalog_;
    consumers::CartsConsumer carts_;
    consumers::NotificationsConsumer notifications_;
    consumers::AuditConsumer audit_;

    Broker broker_;
    std::vector<std::unique_ptr<EventPublisher>> publishers_;
    std::vector<std::unique_ptr<messaging::OutboxRelay>> relays_;
    std::vector<std::unique_ptr<MessageConsumer>> queues_;
    std::optional<scheduling::Scheduler> scheduler_;
};

}  // namespace orion::hosts
