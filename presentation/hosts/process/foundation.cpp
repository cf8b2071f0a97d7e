#include "process/foundation.hpp"

#include "orion/security/server_secret.hpp"
#include "orion/system/lock_down.hpp"

#include <filesystem>
#include <utility>

namespace orion::hosts {
namespace {

security::ServerSecrets server_secrets_of(const config::Settings& settings) {
    const auto& chosen = settings.security;
    return {.current = chosen.secret_key.value ? *chosen.secret_key.value
                                               : security::load_or_create_server_secret(settings.data_directory),
            .previous = chosen.previous_secret_key.value};
}

/// Before there is any thread.
config::Settings with_process_prepared(config::Settings settings) {
    if (settings.profile == config::Profile::production) system::lock_down_process();
    std::filesystem::create_directories(settings.data_directory);
    return settings;
}

}  // namespace

Foundation::Foundation(const config::Settings& chosen, std::string service, const Contexts& used)
    : secrets{chosen},
      settings{with_process_prepared(secrets.follow(chosen))},
      log{{.service = std::move(service), .level = settings.log.level, .destination = settings.log.destination}, clock},
      refreshing_secrets{secrets, config::reader_of(settings, {}), log, settings.secrets.refresh},
      server_secrets{server_secrets_of(settings)},
      databases{settings, used, clock} {}

}  // namespace orion::hosts
