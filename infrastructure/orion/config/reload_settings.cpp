#include "orion/config/reload_settings.hpp"

#include "orion/config/production_profile.hpp"
#include "orion/config/settings_table.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace orion::config {

std::expected<Reloaded, std::vector<Problem>> reload_settings(const Settings& in_force, LoadedSettings loaded) {
    Reloaded reloaded{.settings = in_force, .changes = {}, .waiting = {}};
    for (const auto& setting : settings_table()) {
        const auto value = show(setting, loaded.settings);
        if (value == show(setting, in_force)) continue;
        if (setting.taken == Taken::at_start) {
            reloaded.waiting.emplace_back(setting.key);
            continue;
        }
        std::visit([&](auto target) { target(reloaded.settings) = target(loaded.settings); }, setting.target);
        reloaded.changes.push_back(fmt::format("{} = {}", setting.key, value));
    }
    // The profile in force may ask for more than the one that was loaded.
    if (auto problems = production_problems({.settings = reloaded.settings, .origins = std::move(loaded.origins)});
        !problems.empty())
        return std::unexpected{std::move(problems)};
    return reloaded;
}

}  // namespace orion::config
