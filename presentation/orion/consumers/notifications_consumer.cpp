#include "orion/consumers/notifications_consumer.hpp"

#include <variant>

namespace orion::consumers {
namespace {

using notifications::AccountMail;

notifications::SendAccountMailCommand to_command(MessageId message, AccountMail mail, const identity::Recipient& to) {
    return {.message = message, .mail = mail, .to = to.email, .name = to.name};
}

}  // namespace

Result<void> NotificationsConsumer::handle(const Delivery& delivery) {
    const auto message = delivery.message.id;
    ORION_TRY(const auto event, ports_.events.read(delivery.message));
    if (const auto* const registered = std::get_if<identity::UserRegistered>(&event))
        return ports_.send_account_mail.execute(to_command(message, AccountMail::welcome, registered->to));
    if (const auto* const requested = std::get_if<identity::VerificationRequested>(&event)) {
        auto command = to_command(message, AccountMail::verification, requested->to);
        command.token = requested->token;
        return ports_.send_account_mail.execute(command);
    }
    if (const auto* const reset = std::get_if<identity::PasswordResetRequested>(&event)) {
        auto command = to_command(message, AccountMail::password_reset, reset->to);
        command.token = reset->token;
        return ports_.send_account_mail.execute(command);
    }
    if (const auto* const changed = std::get_if<identity::PasswordChanged>(&event))
        return ports_.send_account_mail.execute(to_command(message, AccountMail::password_changed, changed->to));
    if (const auto* const moving = std::get_if<identity::EmailChangeRequested>(&event))
        return ports_.send_account_mail.execute(to_command(message, AccountMail::email_change, moving->to));
    if (const auto* const added = std::get_if<identity::SecondFactorAdded>(&event))
        return ports_.send_account_mail.execute(to_command(message, AccountMail::second_factor_added, added->to));
    if (const auto* const removed = std::get_if<identity::SecondFactorRemoved>(&event))
        return ports_.send_account_mail.execute(to_command(message, AccountMail::second_factor_removed, removed->to));
    return {};
}

}  // namespace orion::consumers
