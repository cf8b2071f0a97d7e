#include "orion/messaging/sql_event_publisher.hpp"

#include "orion/messaging/sql_queue.hpp"

namespace orion::messaging {

SqlEventPublisher::SqlEventPublisher(persistence::Database& database, const Topology& topology, const Clock& clock)
    : database_{database}, clock_{clock} {
    for (const auto& [consumer, types] : topology)
        for (const auto& type : types) consumers_of_type_[type].push_back(consumer);
}

Result<void> SqlEventPublisher::publish(const std::vector<Envelope>& messages) {
    return database_.write([&](persistence::Session& session) -> Result<void> {
        const auto now = clock_.now();
        for (const auto& message : messages) {
            const auto consumers = consumers_of_type_.find(message.type);
            if (consumers == consumers_of_type_.end()) continue;
            for (const auto& consumer : consumers->second) SqlQueue{consumer}.enqueue(session, message, now);
        }
        return {};
    });
}

}  // namespace orion::messaging
