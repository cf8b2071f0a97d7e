#include "orion/notifications/account_mails.hpp"

#include "orion/kernel/result.hpp"

#include <utility>

namespace orion::notifications {
namespace {

std::string link(const ShopFront& front, const std::string& page, const std::optional<Secret>& token) {
    contract(token.has_value(), "a mail with a link brings a token along");
    return front.url + page + "?token=" + token->expose();
}

Letter welcome(const ShopFront& front) {
    return {.subject = "Welcome to " + front.name,
            .text = "your account is ready. You can see your orders and keep your addresses at\n\n" + front.url + "\n"};
}

Letter verification(const ShopFront& front, const std::optional<Secret>& token) {
    return {
        .subject = "Please confirm your e-mail address",
        .text = "with this link you show that this mailbox is yours:\n\n" + link(front, "/verify-email", token) +
                "\n\nIt works once. If you have no account with us, do nothing: without you nothing is confirmed.\n"};
}

Letter password_reset(const ShopFront& front, const std::optional<Secret>& token) {
    return {
        .subject = "A new password for your account",
        .text = "somebody, probably you, wants to set a new password. This link lets you do it:\n\n" +
                link(front, "/reset-password", token) +
                "\n\nIt works once and not for long. If it was not you, do nothing: your password stays as it is.\n"};
}

Letter password_changed(const ShopFront& front) {
    return {.subject = "Your password was changed",
            .text =
                "the password of your account was changed, and all other devices were logged out.\n\n"
                "If it was not you, set a new one at once:\n\n" +
                front.url + "/forgot-password\n"};
}

Letter email_change(const ShopFront& front) {
    return {
        .subject = "Another e-mail address for your account",
        .text =
            "somebody, probably you, wants your account to have another e-mail address. It changes when that mailbox "
            "answers.\n\nIf it was not you, set a new password at once, and nothing changes:\n\n" +
            front.url + "/forgot-password\n"};
}

Letter second_factor_added(const ShopFront& front) {
    return {.subject = "A second factor for your account",
            .text =
                "from now on a log-in to your account needs a code of your app, or one of your recovery codes.\n\n"
                "If it was not you, write to us at once.\n\n" +
                front.url + "\n"};
}

Letter second_factor_removed(const ShopFront& front) {
    return {.subject = "Your second factor was switched off",
            .text =
                "the password alone now lets in to your account.\n\n"
                "If it was not you, set a new one at once:\n\n" +
                front.url + "/forgot-password\n"};
}

Letter letter(AccountMail mail, const ShopFront& front, const std::optional<Secret>& token) {
    switch (mail) {
        case AccountMail::welcome:
            return welcome(front);
        case AccountMail::verification:
            return verification(front, token);
        case AccountMail::password_reset:
            return password_reset(front, token);
        case AccountMail::password_changed:
            return password_changed(front);
        case AccountMail::email_change:
            return email_change(front);
        case AccountMail::second_factor_added:
            return second_factor_added(front);
        case AccountMail::second_factor_removed:
            return second_factor_removed(front);
    }
    std::unreachable();
}

}  // namespace

std::string_view account_mail_name(AccountMail mail) {
    switch (mail) {
        case AccountMail::welcome:
            return "welcome";
        case AccountMail::verification:
            return "verification";
        case AccountMail::password_reset:
            return "password_reset";
        case AccountMail::password_changed:
            return "password_changed";
        case AccountMail::email_change:
            return "email_change";
        case AccountMail::second_factor_added:
            return "second_factor_added";
        case AccountMail::second_factor_removed:
            return "second_factor_removed";
    }
    std::unreachable();
}

Letter write_letter(AccountMail mail, const ShopFront& front, const std::string& name,
                    const std::optional<Secret>& token) {
    auto written = letter(mail, front, token);
    written.text = "Hello " + name + ",\n\n" + written.text + "\n" + front.name + "\n";
    return written;
}

}  // namespace orion::notifications
