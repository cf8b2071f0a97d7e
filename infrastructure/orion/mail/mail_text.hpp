#pragma once

#include "orion/kernel/email.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/notifications/mailer.hpp"

#include <string>

namespace orion::mail {

/// Whose mails they are.
struct Sender {
    Email address;
    std::string name;
};

/// The mail as RFC 5322 and MIME have it, lines ended by CR LF and at most 998 bytes long. Whatever stands in its
/// texts, it stays in its header or body: what is not plain ASCII is encoded, control characters in headers become
/// blanks.
std::string to_mime(const notifications::Mail& mail, const Sender& sender, Instant date);

}  // namespace orion::mail
