#pragma once

#include "orion/messaging/topology.hpp"
#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/messages.hpp"

namespace orion::messaging {

/// Copies every message into the queues of the consumers that want its type, in the given database.
class SqlEventPublisher final : public EventPublisher {
public:
    SqlEventPublisher(persistence::Database& database, const Topology& topology, const Clock& clock);
    Result<void> publish(const std::vector<Envelope>& messages) override;

private:
    persistence::Database& database_;
    const Clock& clock_;
    std::map<std::string, std::vector<std::string>> consumers_of_type_;
};

}  // namespace orion::messaging
