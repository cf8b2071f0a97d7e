#pragma once

#include "orion/notifications/forget_sent_mails.hpp"
#include "orion/notifications/mailer.hpp"
#include "orion/notifications/send_account_mail.hpp"
#include "orion/persistence/notifications/soci_notifications_store.hpp"

#include "process/foundation.hpp"

#include <memory>

namespace orion::hosts {

/// Who writes to people, by the mail server or the folder that the settings name.
struct NotificationsModule {
    explicit NotificationsModule(Foundation& base);

    persistence::SociNotificationsStore store;
    std::unique_ptr<notifications::Mailer> mailer;
    notifications::SendAccountMail send_account_mail;
    notifications::ForgetSentMails forget_sent_mails;
};

}  // namespace orion::hosts
