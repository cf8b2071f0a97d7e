#pragma once

#include "orion/identity/breached_passwords.hpp"

#include <string_view>
#include <unordered_set>

namespace orion::security {

/// One password a line, lower case for the most part; part of the program.
extern const std::string_view common_passwords;

/// Knows the few thousand passwords that leaks have most often, and what people make of them where a longer one is
/// asked for: the same twice, figures or a year behind it, a walk along the keyboard, a run of letters or figures. It
/// is no copy of what was ever leaked: of a password that only its owner has lost elsewhere it knows nothing.
class BreachedPasswordList : public identity::BreachedPasswords {
public:
    BreachedPasswordList();

    bool contains(const Secret& password) const override;

private:
    bool is_known(std::string_view unit) const;

    std::unordered_set<std::string_view> words_;
};

}  // namespace orion::security
