#pragma once

#include "orion/billing/integration_events.hpp"
#include "orion/identity/integration_events.hpp"
#include "orion/inventory/integration_events.hpp"
#include "orion/ordering/integration_events.hpp"
#include "orion/ports/acts.hpp"
#include "orion/ports/messages.hpp"

#include <string>
#include <string_view>

/// Integration events as messages. The body of an event is a JSON object with the names of the struct's members: ids,
/// SKUs, currencies and enumerators are texts, amounts integers in minor units, instants RFC 3339.
namespace orion::messaging {

struct EnvelopeHeader {
    MessageId id;
    Instant time;
    std::string subject{};  ///< if empty, the event's order or user, the act's subject; for stock levels without an
                            ///< order, the first SKU
};

/// The trace is that of the current thread.
Envelope encode(const ordering::Event& event, EnvelopeHeader header);
Envelope encode(const inventory::Event& event, EnvelopeHeader header);
Envelope encode(const billing::Event& event, EnvelopeHeader header);
Envelope encode(const identity::Event& event, EnvelopeHeader header);
/// For the audit log. Contract: the act has its performer.
Envelope encode(const Act& act, EnvelopeHeader header);

/// `event_type<ordering::StockRequested>()` is `ordering.stock_requested`.
template <class Event>
std::string_view event_type();

/// The event in a message of that type. `invalid` for whatever is wrong with a body of any origin, whose values are
/// checked as strictly as an API request's: `malformed_event` (over 64 KiB, over 16 levels deep, not UTF-8, not the
/// JSON that `encode` writes, values out of range), `unknown_event` (another type or a version from the future).
template <class Event>
Result<Event> decode(const Envelope& message);

}  // namespace orion::messaging
