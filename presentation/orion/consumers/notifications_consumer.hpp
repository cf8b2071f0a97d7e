#pragma once

#include "orion/identity/integration_events.hpp"
#include "orion/notifications/send_account_mail.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// Notifications' ear: what people are to be written about their accounts.
class NotificationsConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<identity::Event>& events;
        notifications::SendAccountMail& send_account_mail;
    };
    explicit NotificationsConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Ports ports_;
};

}  // namespace orion::consumers
