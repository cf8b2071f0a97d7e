#include "process/reloading.hpp"

#include "orion/config/reload_settings.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <string>
#include <utility>

namespace orion::hosts {

Reloading::Reloading(const HostArguments& arguments, Foundation& base, Apply apply)
    : arguments_{arguments}, base_{base}, apply_{std::move(apply)}, in_force_{base.settings} {}

void Reloading::reload() noexcept {
    try {
        read_again();
    } catch (const std::exception& exception) {
        base_.log.error("settings were not taken", {{"reason", exception.what()}});
    }
}

void Reloading::read_again() {
    // Who reads secrets may have to wait for Vault; they are read again by themselves.
    auto loaded = arguments_.load(config::SecretValues::left);
    if (!loaded) return refuse(loaded.error());
    auto reloaded = config::reload_settings(in_force_, *std::move(loaded));
    if (!reloaded) return refuse(reloaded.error());

    if (!reloaded->changes.empty()) apply_(reloaded->settings);
    const auto level = reloaded->settings.log.level;
    // Who makes the log quieter, or louder, reads of it.
    base_.log.set_level(std::min(level, in_force_.log.level));
    base_.log.info("settings were read again", {{"changed", fmt::format("{}", fmt::join(reloaded->changes, "; "))}});
    if (!reloaded->waiting.empty())
        base_.log.warning("settings need a restart", {{"keys", fmt::format("{}", fmt::join(reloaded->waiting, ", "))}});
    base_.log.set_level(level);
    in_force_ = std::move(reloaded->settings);
}

void Reloading::refuse(const std::vector<config::Problem>& problems) {
    std::vector<std::string> reasons;
    std::ranges::transform(problems, std::back_inserter(reasons), config::to_string);
    base_.log.error("settings were not taken", {{"reason", fmt::format("{}", fmt::join(reasons, "; "))}});
}

}  // namespace orion::hosts
