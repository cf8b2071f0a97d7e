#pragma once

#include "orion/kernel/result.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include <memory>

namespace orion::rabbitmq {

class RabbitConnection;

/// Asks the broker for the exchange of events on a connection that it keeps. For one thread.
class BrokerProbe {
public:
    explicit BrokerProbe(RabbitOptions options);
    ~BrokerProbe();

    /// `unavailable`/`broker_unavailable`. An exchange that is not there yet is a broker that answers.
    Result<void> ask();

private:
    const RabbitOptions options_;
    std::unique_ptr<RabbitConnection> connection_;
};

}  // namespace orion::rabbitmq
