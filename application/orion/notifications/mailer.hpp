#pragma once

#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"

#include <string>

namespace orion::notifications {

/// One mail to one person. Texts are UTF-8; whatever stands in them, it stays inside its header or body.
struct Mail {
    MessageId id;  ///< becomes its Message-ID: the same mail sent again is recognised by who receives it
    Email to;
    std::string to_name;
    std::string subject;
    std::string text;
};

/// Hands a mail on for delivery. Thread-safe; blocks for its time-out at most.
class Mailer {
public:
    virtual ~Mailer() = default;

    /// `unavailable` / `mail_not_sent`: may be tried again. `invalid` / `mail_refused`: never will be taken.
    virtual Result<void> send(const Mail& mail) = 0;
};

}  // namespace orion::notifications
