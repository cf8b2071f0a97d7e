#pragma once

#include "orion/mail/mail_text.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/secret_source.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace orion::mail {

struct SmtpOptions {
    /// `smtp://USER@HOST:PORT`, over which TLS is required unless the host is this machine, or `smtps://…`.
    std::string url;
    SecretSource password{};
    std::string ca_file{};                      ///< empty: the authorities that the system trusts
    std::chrono::milliseconds timeout{10'000};  ///< of the whole conversation
};

/// Hands mails to a mail server through libcurl, over a connection of its own each.
class SmtpMailer : public notifications::Mailer {
public:
    /// Throws std::runtime_error, for `main` to show, for a URL of another form.
    SmtpMailer(const SmtpOptions& options, Sender sender, const Clock& clock);
    ~SmtpMailer() override;
    SmtpMailer(const SmtpMailer&) = delete;
    SmtpMailer& operator=(const SmtpMailer&) = delete;

    Result<void> send(const notifications::Mail& mail) override;

private:
    struct Server;
    std::unique_ptr<const Server> server_;
    const Sender sender_;
    const Clock& clock_;
};

}  // namespace orion::mail
