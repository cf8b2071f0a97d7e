#pragma once

#include "orion/config/settings.hpp"
#include "orion/kernel/result.hpp"

#include <chrono>
#include <string>

/// What operators do with the keys that access tokens are signed with. Every running host follows within a second.
/// Each function throws std::runtime_error, for `main` to show, if the file of the keys cannot be used.
namespace orion::hosts {

/// Prints the keys, oldest first, and what each is good for.
Result<void> list_keys(const config::Settings& settings);

/// Makes a key that signs after `after`; the one that signs now verifies for as long as its tokens live.
/// `conflict` / `too_many_keys`
Result<void> rotate_keys(const config::Settings& settings, std::chrono::seconds after);

/// Makes worthless what a key has signed. `not_found` / `key_not_found`; `conflict` / `key_signs`
Result<void> retire_key(const config::Settings& settings, const std::string& id);

}  // namespace orion::hosts
