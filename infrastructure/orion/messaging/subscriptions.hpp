#pragma once

#include "orion/messaging/event_codec.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace orion::messaging {

/// What a consumer does with each event it wants:
/// `subscriptions.on<ordering::StockRequested>([&](const ordering::StockRequested& event, MessageId id) {…});`
/// Complete it before messages arrive. A message of another type, or with a bad body, is a dead letter.
class Subscriptions final : public MessageHandler {
public:
    template <class Event>
    Subscriptions& on(std::function<Result<void>(const Event&, MessageId)> react) {
        reactions_[std::string{event_type<Event>()}] = [react =
                                                            std::move(react)](const Envelope& message) -> Result<void> {
            ORION_TRY(const auto event, decode<Event>(message));
            return react(event, message.id);
        };
        return *this;
    }

    /// For the Topology.
    std::vector<std::string> types() const {
        std::vector<std::string> types;
        for (const auto& [type, reaction] : reactions_) types.push_back(type);
        return types;
    }

    Result<void> handle(const Delivery& delivery) override {
        const auto reaction = reactions_.find(delivery.message.type);
        if (reaction == reactions_.end())
            return fail(ErrorKind::invalid, "unknown_event", "This consumer does not know the event.");
        return reaction->second(delivery.message);
    }

private:
    std::map<std::string, std::function<Result<void>(const Envelope&)>> reactions_;
};

}  // namespace orion::messaging
