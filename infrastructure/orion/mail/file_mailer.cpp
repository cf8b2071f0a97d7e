#include "orion/mail/file_mailer.hpp"

#include "orion/security/private_file.hpp"

#include <stdexcept>
#include <utility>

namespace orion::mail {

FileMailer::FileMailer(std::filesystem::path folder, Sender sender, const Clock& clock)
    : folder_{std::move(folder)}, sender_{std::move(sender)}, clock_{clock} {
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
}

Result<void> FileMailer::send(const notifications::Mail& mail) {
    const Secret text{to_mime(mail, sender_, clock_.now())};
    try {
        security::write_private_file(folder_ / (mail.id.to_string() + ".eml"), text, security::Existing::replace);
    } catch (const std::runtime_error&) {
        return fail(ErrorKind::unavailable, "mail_not_sent", "The mail could not be written to its folder.");
    }
    return {};
}

}  // namespace orion::mail
