#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace orion::audit {

/// What something was or became, by name: `{{"role", "staff"}}`. No secrets, and nothing that names a person.
using Facts = std::map<std::string, std::string>;

/// What the first entry's `previous` is.
inline constexpr std::string_view genesis = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who did what, when and from where. Entries are chained: each holds the hash of the one before it.
struct Entry {
    std::int64_t sequence;  ///< from 1, without gaps
    MessageId id;           ///< of the message that told of it
    Instant at;             ///< when it was done
    std::string actor;      ///< `user:ID`, `key:ID`, `operator:NAME`, `anonymous` or `shop`
    std::string act;        ///< `role_changed`
    std::string subject;    ///< what it was done to, such as `user:ID`
    std::string address;    ///< of the client; empty if there was none
    std::string correlation_id;
    Facts before;
    Facts after;
    std::string previous;  ///< the hash of the entry before
    std::string hash;      ///< SHA-256 of canonical_text

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// All of an entry but its own hash, so written that no two entries have the same text: every value behind its length.
std::string canonical_text(const Entry& entry);

}  // namespace orion::audit
