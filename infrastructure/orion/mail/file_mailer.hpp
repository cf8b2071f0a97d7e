#pragma once

#include "orion/mail/mail_text.hpp"
#include "orion/ports/clock.hpp"

#include <filesystem>

namespace orion::mail {

/// Drops each mail into a folder as `ID.eml`, whole or not at all, for its owner only; a repeat replaces it. For shops
/// that send none, and to look at what would be sent. Makes the folder.
class FileMailer : public notifications::Mailer {
public:
    FileMailer(std::filesystem::path folder, Sender sender, const Clock& clock);
    Result<void> send(const notifications::Mail& mail) override;

private:
    const std::filesystem::path folder_;
    const Sender sender_;
    const Clock& clock_;
};

}  // namespace orion::mail
