#pragma once

#include "orion/kernel/result.hpp"
#include "orion/ports/messages.hpp"

namespace orion {

/// Reads what one context publishes out of messages. `Event` is that context's variant, such as `ordering::Event`.
/// Thread-safe.
template <class Event>
class EventReader {
public:
    virtual ~EventReader() = default;

    /// `invalid` / `malformed_event` for a body that is not that of its type, `invalid` / `unknown_event` for a type or
    /// version that this program does not know: neither will ever be readable.
    virtual Result<Event> read(const Envelope& message) const = 0;
};

}  // namespace orion
