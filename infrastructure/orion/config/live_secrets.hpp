#pragma once

#include "orion/config/settings.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ports/log.hpp"
#include "orion/secrets/secret_reader.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace orion::config {

/// What reads the secrets of these settings. `environment` is where `env:` points to.
secrets::SecretReader reader_of(const Settings& settings, std::map<std::string, std::string> environment);

/// The secrets of a process as they are just now. Thread-safe.
class LiveSecrets {
public:
    /// Begins with the values that the settings were loaded with.
    explicit LiveSecrets(const Settings& loaded);

    /// The settings with each `source` of a secret asking here. This must outlive whoever asks.
    Settings follow(Settings settings) const;

    /// Reads all of them again, but those in the environment, which stays as it is. A secret that cannot be read, or is
    /// shorter or longer than its setting may be, stays as it was. Each change, failure and recovery is logged once.
    void reread(secrets::SecretReader& reader, Log& log);

private:
    struct Known {
        Secret value;
        std::size_t bytes_min;
        std::size_t bytes_max;
        bool failed = false;
    };
    mutable std::mutex mutex_;
    std::map<std::string, Known, std::less<>> by_reference_;
};

/// Has `live` read its secrets again every so often, on a thread of its own, while it lives.
class SecretRefresher {
public:
    SecretRefresher(LiveSecrets& live, secrets::SecretReader reader, Log& log, std::chrono::milliseconds interval);

private:
    void run(const std::stop_token& stop);

    LiveSecrets& live_;
    secrets::SecretReader reader_;
    Log& log_;
    const std::chrono::milliseconds interval_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;  // last: it uses everything above
};

}  // namespace orion::config
