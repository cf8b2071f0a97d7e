#pragma once

#include "orion/identity/integration_events.hpp"
#include "orion/messaging/event_wire.hpp"

#include <string>
#include <string_view>

/// The wire form of identity's events, as event_wire.hpp has it for the others.
namespace orion::messaging::detail {

/// To whom a mail goes; no locale is an empty one.
struct RecipientBody {
    std::string user{};
    std::string email{};
    std::string name{};
    std::string locale{};

    template <class Visitor>
    void members(Visitor&& visit) {
        visit("user", user);
        visit("email", email);
        visit("name", name);
        visit("locale", locale);
    }
    static RecipientBody of(const identity::Recipient& to) {
        return {to.user.to_string(), to.email.text(), to.name, to.locale.value_or("")};
    }
    Result<identity::Recipient> value() const {
        ORION_TRY(const auto id, UserId::parse(user));
        ORION_TRY(auto address, Email::parse(email));
        identity::Recipient to{.user = id, .email = std::move(address), .name = name};
        if (!locale.empty()) to.locale = locale;
        return to;
    }
};

/// An event that is told to somebody, and most have nothing else.
template <class Event>
struct MailWire {
    static constexpr int version = 1;
    struct Body {
        RecipientBody to{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("to", to);
        }
    };
    static Body of(const Event& event) { return {RecipientBody::of(event.to)}; }
    static Result<Event> event(const Body& body) {
        ORION_TRY(auto to, body.to.value());
        return Event{std::move(to)};
    }
};

/// One that brings a token along.
template <class Event>
struct TokenMailWire {
    static constexpr int version = 1;
    struct Body {
        RecipientBody to{};
        std::string token{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("to", to);
            visit("token", token);
        }
    };
    static Body of(const Event& event) { return {RecipientBody::of(event.to), event.token.expose()}; }
    static Result<Event> event(const Body& body) {
        ORION_TRY(auto to, body.to.value());
        if (body.token.empty()) return malformed();
        return Event{std::move(to), Secret{body.token}};
    }
};

template <>
struct Wire<identity::UserRegistered> : MailWire<identity::UserRegistered> {
    static constexpr std::string_view type = "identity.user_registered";
};

template <>
struct Wire<identity::VerificationRequested> : TokenMailWire<identity::VerificationRequested> {
    static constexpr std::string_view type = "identity.verification_requested";
};

template <>
struct Wire<identity::PasswordResetRequested> : TokenMailWire<identity::PasswordResetRequested> {
    static constexpr std::string_view type = "identity.password_reset_requested";
};

template <>
struct Wire<identity::PasswordChanged> : MailWire<identity::PasswordChanged> {
    static constexpr std::string_view type = "identity.password_changed";
};

template <>
struct Wire<identity::EmailChangeRequested> : MailWire<identity::EmailChangeRequested> {
    static constexpr std::string_view type = "identity.email_change_requested";
};

template <>
struct Wire<identity::SecondFactorAdded> : MailWire<identity::SecondFactorAdded> {
    static constexpr std::string_view type = "identity.second_factor_added";
};

template <>
struct Wire<identity::SecondFactorRemoved> : MailWire<identity::SecondFactorRemoved> {
    static constexpr std::string_view type = "identity.second_factor_removed";
};

template <>
struct Wire<identity::UserErased> {
    static constexpr std::string_view type = "identity.user_erased";
    static constexpr int version = 1;
    struct Body {
        std::string user{};
        std::string email{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("user", user);
            visit("email", email);
        }
    };
    static Body of(const identity::UserErased& event) { return {event.user.to_string(), event.email.text()}; }
    static Result<identity::UserErased> event(const Body& body) {
        ORION_TRY(const auto user, UserId::parse(body.user));
        ORION_TRY(auto email, Email::parse(body.email));
        return identity::UserErased{user, std::move(email)};
    }
};

template <>
struct Wire<identity::RequestUnanswered> {
    static constexpr std::string_view type = "identity.request_unanswered";
    static constexpr int version = 1;
    struct Body {
        std::string user{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("user", user);
        }
    };
    static Body of(const identity::RequestUnanswered& event) { return {event.user.to_string()}; }
    static Result<identity::RequestUnanswered> event(const Body& body) {
        ORION_TRY(const auto user, UserId::parse(body.user));
        return identity::RequestUnanswered{user};
    }
};

}  // namespace orion::messaging::detail
