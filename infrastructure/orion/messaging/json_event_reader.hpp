#pragma once

#include "orion/messaging/event_codec.hpp"
#include "orion/ports/event_reader.hpp"

#include <optional>
#include <variant>

namespace orion::messaging {

template <class Event>
class JsonEventReader;

/// `JsonEventReader<ordering::Event>` reads what `encode` writes.
template <class... Events>
class JsonEventReader<std::variant<Events...>> final : public EventReader<std::variant<Events...>> {
public:
    using Event = std::variant<Events...>;

    Result<Event> read(const Envelope& message) const override {
        std::optional<Result<Event>> event;
        (void)((message.type == event_type<Events>() && (event.emplace(read_as<Events>(message)), true)) || ...);
        if (event) return *std::move(event);
        return fail(ErrorKind::invalid, "unknown_event", "This program does not know the event.");
    }

private:
    template <class One>
    static Result<Event> read_as(const Envelope& message) {
        ORION_TRY(auto event, decode<One>(message));
        return Event{std::move(event)};
    }
};

}  // namespace orion::messaging
