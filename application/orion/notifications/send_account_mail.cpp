#include "orion/notifications/send_account_mail.hpp"

namespace orion::notifications {

Result<void> SendAccountMail::execute(const SendAccountMailCommand& command) {
    ORION_TRY(const auto was_sent, ports_.store.transact([&](NotificationsWork& work) -> Result<bool> {
        return work.was_sent(command.message);
    }));
    if (was_sent) return {};

    auto letter = write_letter(command.mail, front_, command.name, command.token);
    ORION_CHECK(ports_.mailer.send({.id = command.message,
                                    .to = command.to,
                                    .to_name = command.name,
                                    .subject = std::move(letter.subject),
                                    .text = std::move(letter.text)}));
    const SentMail sent{.message = command.message, .mail = command.mail, .sent_at = ports_.clock.now()};
    return ports_.store.transact([&](NotificationsWork& work) -> Result<void> {
        work.record(sent);
        return {};
    });
}

}  // namespace orion::notifications
