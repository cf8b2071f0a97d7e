#pragma once

#include "orion/kernel/secret.hpp"
#include "orion/notifications/notifications_store.hpp"

#include <optional>
#include <string>

namespace orion::notifications {

/// What the mails say, and where their links lead.
struct ShopFront {
    std::string url;   ///< without a slash at its end
    std::string name;  ///< as customers know it
};

struct Letter {
    std::string subject;
    std::string text;
};

/// Precondition: there is a token where the mail brings one along.
Letter write_letter(AccountMail mail, const ShopFront& front, const std::string& name,
                    const std::optional<Secret>& token);

}  // namespace orion::notifications
