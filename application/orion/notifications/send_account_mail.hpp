#pragma once

#include "orion/notifications/account_mails.hpp"
#include "orion/notifications/mailer.hpp"
#include "orion/ports/clock.hpp"

#include <optional>
#include <string>
#include <utility>

namespace orion::notifications {

struct SendAccountMailCommand {
    MessageId message;  ///< that asked for it; becomes the id of the mail
    AccountMail mail;
    Email to;
    std::string name;
    std::optional<Secret> token{};
};

/// Writes to somebody about their account, once a message: a repeat is sent only if the process ended between sending
/// and recording it, and then under the same Message-ID. What Mailer::send fails with.
class SendAccountMail {
public:
    struct Ports {
        NotificationsStore& store;
        Mailer& mailer;
        const Clock& clock;
    };
    SendAccountMail(const Ports& ports, ShopFront front) : ports_{ports}, front_{std::move(front)} {}

    Result<void> execute(const SendAccountMailCommand& command);

private:
    Ports ports_;
    ShopFront front_;
};

}  // namespace orion::notifications
