#pragma once

#include "orion/messaging/topology.hpp"
#include "orion/ports/dead_letters.hpp"
#include "orion/rabbitmq/rabbit_options.hpp"

#include <utility>

namespace orion::rabbitmq {

/// The dead letters of all consumers of a topology. Each call looks through their queues, at most 10,000 letters each,
/// and puts back what it leaves alone; two operators at once may find them empty. Besides the port's errors
/// `unavailable`/`broker_unavailable`.
class RabbitDeadLetters final : public DeadLetters {
public:
    RabbitDeadLetters(RabbitOptions options, messaging::Topology topology)
        : options_{std::move(options)}, topology_{std::move(topology)} {}

    Result<std::vector<DeadLetter>> list(std::int64_t after, int limit) override;
    Result<DeadLetter> show(std::int64_t number) override;
    Result<void> replay(std::int64_t number) override;
    Result<void> drop(std::int64_t number) override;

private:
    const RabbitOptions options_;
    const messaging::Topology topology_;
};

}  // namespace orion::rabbitmq
