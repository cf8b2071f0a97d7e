#pragma once

#include "orion/kernel/result.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include <memory>

namespace orion::rabbitmq {

/// Asks the broker whether it takes messages, with one that no queue wants, on a connection that it keeps. For one
/// thread.
class BrokerProbe {
public:
    explicit BrokerProbe(RabbitOptions options);
    ~BrokerProbe();

    /// `unavailable`: `broker_unavailable`, or `broker_blocked` while an alarm (memory, disk) makes it take none. An
    /// exchange that is not there yet is a broker that answers. Takes no longer than connecting and one confirm may.
    Result<void> ask();

private:
    class Asking;

    const RabbitOptions options_;
    std::unique_ptr<Asking> asking_;
};

}  // namespace orion::rabbitmq
