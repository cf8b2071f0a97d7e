#include "orion/config/live_secrets.hpp"

#include "orion/config/settings_table.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace orion::config {
namespace {

template <class Visitor>
void for_each_secret(Settings& settings, Visitor visit) {
    for (const auto& setting : settings_table()) {
        const auto* const target = std::get_if<SecretSetting& (*)(Settings&)>(&setting.target);
        if (target != nullptr) visit(setting, (*target)(settings));
    }
}

}  // namespace

secrets::SecretReader reader_of(const Settings& settings, std::map<std::string, std::string> environment) {
    const auto& own = settings.secrets;
    return secrets::SecretReader{{.environment = std::move(environment),
                                  .sealing_key = own.sealing_key.source,
                                  .vault = {.url = own.vault_url,
                                            .token = own.vault_token.source,
                                            .role_id = own.vault_role_id,
                                            .secret_id = own.vault_secret_id.source,
                                            .ca_file = own.vault_ca_file,
                                            .timeout = own.vault_timeout}}};
}

LiveSecrets::LiveSecrets(const Settings& loaded) {
    auto settings = loaded;
    for_each_secret(settings, [this](const Setting& setting, const SecretSetting& secret) {
        if (!secret.value) return;
        const auto bytes_min = static_cast<std::size_t>(setting.min);
        const auto bytes_max = static_cast<std::size_t>(setting.max);
        auto [place, is_new] = by_reference_.try_emplace(secret.reference, Known{*secret.value, bytes_min, bytes_max});
        place->second.bytes_min = std::max(place->second.bytes_min, bytes_min);
        place->second.bytes_max = std::min(place->second.bytes_max, bytes_max);
    });
}

Settings LiveSecrets::follow(Settings settings) const {
    for_each_secret(settings, [this](const Setting&, SecretSetting& secret) {
        if (!secret.value) return;
        secret.source = SecretSource{[this, reference = secret.reference] {
            const std::scoped_lock lock{mutex_};
            return std::optional{by_reference_.at(reference).value};
        }};
    });
    return settings;
}

void LiveSecrets::reread(secrets::SecretReader& reader, Log& log) {
    std::vector<std::string> references;
    {
        const std::scoped_lock lock{mutex_};
        for (const auto& [reference, known] : by_reference_)
            if (!reference.starts_with("env:")) references.push_back(reference);
    }
    for (const auto& reference : references) {
        // Outside the lock: nobody who connects waits for Vault.
        auto read = reader.read(reference);
        const std::scoped_lock lock{mutex_};
        auto& known = by_reference_.at(reference);
        const bool fits = read && read->expose().size() >= known.bytes_min && read->expose().size() <= known.bytes_max;
        if (!fits) {
            if (!known.failed)
                log.warning("a secret cannot be read, its last value is used",
                            {{"secret", reference}, {"reason", read ? "its length is wrong" : read.error().c_str()}});
            known.failed = true;
            continue;
        }
        if (std::exchange(known.failed, false)) log.info("a secret can be read again", {{"secret", reference}});
        if (read->expose() == known.value.expose()) continue;
        known.value = *std::move(read);
        log.info("a secret has changed", {{"secret", reference}});
    }
}

SecretRefresher::SecretRefresher(LiveSecrets& live, secrets::SecretReader reader, Log& log,
                                 std::chrono::milliseconds interval)
    : live_{live},
      reader_{std::move(reader)},
      log_{log},
      interval_{interval},
      thread_{[this](const std::stop_token& stop) { run(stop); }} {}

void SecretRefresher::run(const std::stop_token& stop) {
    bool failed = false;
    while (!stop.stop_requested()) {
        std::unique_lock lock{mutex_};
        if (wake_.wait_for(lock, stop, interval_, [] { return false; }) || stop.stop_requested()) return;
        live_.reread(reader_, log_);
        const auto kept = reader_.keep_alive();
        if (!kept && !std::exchange(failed, true))
            log_.warning("the token for secrets cannot be renewed", {{"reason", kept.error()}});
        if (kept) failed = false;
    }
}

}  // namespace orion::config
