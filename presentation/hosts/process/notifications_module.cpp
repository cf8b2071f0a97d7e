#include "process/notifications_module.hpp"

#include "orion/mail/file_mailer.hpp"
#include "orion/mail/smtp_mailer.hpp"

#include <filesystem>

namespace orion::hosts {
namespace {

std::unique_ptr<notifications::Mailer> mailer_of(const Foundation& base) {
    const auto& settings = base.settings;
    mail::Sender sender{.address = Email::parse(settings.mail.from).value(), .name = settings.shop.name};
    if (settings.mail.smtp_url.empty())
        return std::make_unique<mail::FileMailer>(std::filesystem::path{settings.data_directory} / "outbox",
                                                  std::move(sender), base.clock);
    return std::make_unique<mail::SmtpMailer>(mail::SmtpOptions{.url = settings.mail.smtp_url,
                                                                .password = settings.mail.smtp_password.source,
                                                                .ca_file = settings.mail.ca_file,
                                                                .timeout = settings.mail.timeout},
                                              std::move(sender), base.clock);
}

}  // namespace

NotificationsModule::NotificationsModule(Foundation& base)
    : store{base.databases.of("notifications")},
      mailer{mailer_of(base)},
      send_account_mail{{.store = store, .mailer = *mailer, .clock = base.clock},
                        {.url = base.settings.shop.url, .name = base.settings.shop.name}},
      forget_sent_mails{store, base.clock} {}

}  // namespace orion::hosts
