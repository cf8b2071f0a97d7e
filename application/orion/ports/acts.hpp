#pragma once

#include "orion/ports/performer.hpp"

#include <map>
#include <string>

namespace orion {

/// Something that the audit log must tell of. A context records it in the transaction that does it; the outbox takes it
/// to the log. No secrets and no e-mail addresses: what is in the log stays there.
struct Act {
    std::string name;     ///< in the past tense: `role_changed`
    std::string subject;  ///< what it was done to: `user:ID`, `sku:SKU`
    std::map<std::string, std::string> before{};
    std::map<std::string, std::string> after{};
    std::string actor{};    ///< if empty, the current performer's
    std::string address{};  ///< likewise

    friend bool operator==(const Act&, const Act&) = default;
};

/// The act with whoever performs it.
inline Act performed_by(const Performer& performer, Act act) {
    if (act.actor.empty()) act.actor = performer.actor;
    if (act.address.empty()) act.address = performer.address;
    return act;
}

/// How actors and subjects are named: `user:ID`.
template <class Identity>
std::string named(const char* kind, const Identity& id) {
    return std::string{kind}.append(1, ':').append(id.to_string());
}

}  // namespace orion
