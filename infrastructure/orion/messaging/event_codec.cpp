#include "orion/messaging/event_codec.hpp"

#include "orion/messaging/act_wire.hpp"
#include "orion/messaging/event_wire.hpp"
#include "orion/messaging/identity_event_wire.hpp"
#include "orion/messaging/json_guard.hpp"

#include <cereal/archives/json.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include <exception>
#include <sstream>

namespace orion::messaging {

namespace detail {

/// Found by cereal for every wire form.
template <class Archive, class Body>
    requires requires(Body& body) { body.members([](const char*, auto&) {}); }
static void serialize(Archive& archive, Body& body) {
    body.members([&](const char* name, auto& member) { archive(cereal::make_nvp(name, member)); });
}

}  // namespace detail

namespace {

using detail::malformed;
using detail::Wire;

template <class Event>
std::string subject_of(const Event& event) {
    if constexpr (requires { event.subject; })
        return event.subject;
    else if constexpr (requires { event.order; })
        return event.order.to_string();
    else if constexpr (requires { event.to; })
        return event.to.user.to_string();
    else if constexpr (requires { event.user; })
        return event.user.to_string();
    else
        return event.levels.empty() ? std::string{} : event.levels.front().sku.text();
}

template <class Body>
std::string to_json(const Body& body) {
    std::ostringstream text;
    {
        cereal::JSONOutputArchive archive{text, cereal::JSONOutputArchive::Options::NoIndent()};
        Body copy = body;
        serialize(archive, copy);
    }
    return std::move(text).str();
}

template <class Event>
Envelope encode_one(const Event& event, EnvelopeHeader header) {
    using EventWire = Wire<Event>;
    return {header.id,
            std::string{EventWire::type},
            EventWire::version,
            header.time,
            header.subject.empty() ? subject_of(event) : std::move(header.subject),
            current_trace(),
            to_json(EventWire::of(event))};
}

template <class Variant>
Envelope encode_any(const Variant& variant, EnvelopeHeader header) {
    return std::visit([&](const auto& event) { return encode_one(event, std::move(header)); }, variant);
}

}  // namespace

Envelope encode(const ordering::Event& event, EnvelopeHeader header) { return encode_any(event, std::move(header)); }
Envelope encode(const inventory::Event& event, EnvelopeHeader header) { return encode_any(event, std::move(header)); }
Envelope encode(const billing::Event& event, EnvelopeHeader header) { return encode_any(event, std::move(header)); }
Envelope encode(const identity::Event& event, EnvelopeHeader header) { return encode_any(event, std::move(header)); }
Envelope encode(const Act& act, EnvelopeHeader header) { return encode_one(act, std::move(header)); }

template <class Event>
std::string_view event_type() {
    return Wire<Event>::type;
}

template <class Event>
Result<Event> decode(const Envelope& message) {
    if (message.type != Wire<Event>::type || message.version < 1 || message.version > Wire<Event>::version)
        return fail(ErrorKind::invalid, "unknown_event", "This version does not know the event.");
    if (!is_safe_json(message.body)) return malformed();
    typename Wire<Event>::Body body;
    try {
        std::istringstream text{message.body};
        cereal::JSONInputArchive archive{text};
        serialize(archive, body);
    } catch (const std::exception&) {
        return malformed();
    }
    auto event = Wire<Event>::event(body);
    if (!event) return malformed();
    return event;
}

template std::string_view event_type<ordering::OrderPlaced>();
template Result<ordering::OrderPlaced> decode(const Envelope&);
template std::string_view event_type<ordering::OrderConfirmed>();
template Result<ordering::OrderConfirmed> decode(const Envelope&);
template std::string_view event_type<ordering::OrderFailed>();
template Result<ordering::OrderFailed> decode(const Envelope&);
template std::string_view event_type<ordering::OrderCancelled>();
template Result<ordering::OrderCancelled> decode(const Envelope&);
template std::string_view event_type<ordering::StockRequested>();
template Result<ordering::StockRequested> decode(const Envelope&);
template std::string_view event_type<ordering::PaymentRequested>();
template Result<ordering::PaymentRequested> decode(const Envelope&);
template std::string_view event_type<ordering::StockConsumptionRequested>();
template Result<ordering::StockConsumptionRequested> decode(const Envelope&);
template std::string_view event_type<ordering::StockReturnRequested>();
template Result<ordering::StockReturnRequested> decode(const Envelope&);
template std::string_view event_type<ordering::PaymentReversalRequested>();
template Result<ordering::PaymentReversalRequested> decode(const Envelope&);
template std::string_view event_type<inventory::StockReserved>();
template Result<inventory::StockReserved> decode(const Envelope&);
template std::string_view event_type<inventory::StockRejected>();
template Result<inventory::StockRejected> decode(const Envelope&);
template std::string_view event_type<inventory::StockConsumed>();
template Result<inventory::StockConsumed> decode(const Envelope&);
template std::string_view event_type<inventory::StockReturned>();
template Result<inventory::StockReturned> decode(const Envelope&);
template std::string_view event_type<inventory::StockLevelsChanged>();
template Result<inventory::StockLevelsChanged> decode(const Envelope&);
template std::string_view event_type<billing::PaymentCaptured>();
template Result<billing::PaymentCaptured> decode(const Envelope&);
template std::string_view event_type<billing::PaymentDeclined>();
template Result<billing::PaymentDeclined> decode(const Envelope&);
template std::string_view event_type<billing::PaymentUnavailable>();
template Result<billing::PaymentUnavailable> decode(const Envelope&);
template std::string_view event_type<billing::PaymentReversed>();
template Result<billing::PaymentReversed> decode(const Envelope&);
template std::string_view event_type<identity::UserRegistered>();
template Result<identity::UserRegistered> decode(const Envelope&);
template std::string_view event_type<identity::VerificationRequested>();
template Result<identity::VerificationRequested> decode(const Envelope&);
template std::string_view event_type<identity::PasswordResetRequested>();
template Result<identity::PasswordResetRequested> decode(const Envelope&);
template std::string_view event_type<identity::PasswordChanged>();
template Result<identity::PasswordChanged> decode(const Envelope&);
template std::string_view event_type<identity::UserErased>();
template Result<identity::UserErased> decode(const Envelope&);
template std::string_view event_type<Act>();
template Result<Act> decode(const Envelope&);
template std::string_view event_type<identity::EmailChangeRequested>();
template Result<identity::EmailChangeRequested> decode(const Envelope&);
template std::string_view event_type<identity::SecondFactorAdded>();
template Result<identity::SecondFactorAdded> decode(const Envelope&);
template std::string_view event_type<identity::SecondFactorRemoved>();
template Result<identity::SecondFactorRemoved> decode(const Envelope&);
template std::string_view event_type<identity::RequestUnanswered>();
template Result<identity::RequestUnanswered> decode(const Envelope&);

}  // namespace orion::messaging
