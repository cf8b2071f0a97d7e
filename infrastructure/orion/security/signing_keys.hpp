#pragma once

#include "orion/identity/published_keys.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/log.hpp"
#include "orion/security/key_ring.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace orion::security {

/// The key ring in a file, which every process of the shop may share: read again when it has changed, which is looked
/// for every second at most and whenever somebody names a key that is not known. If it cannot be read, the keys read
/// before stay in force. Thread-safe.
class SigningKeys : public identity::PublishedKeys {
public:
    static constexpr std::chrono::milliseconds looked_for_every{1000};

    struct Ports {
        const Clock& clock;
        Log& log;
    };
    /// Makes the file if there is none. Throws std::runtime_error, for `main` to show, if it cannot be used.
    SigningKeys(std::filesystem::path file, Ports ports);

    /// Nothing while no key's time has come.
    std::optional<SigningKey> signing();
    /// Nothing for a key that this shop does not have, or no longer.
    std::optional<SigningKey> verifying(std::string_view id);
    /// Grows whenever the ring is another. Looks for changes like the others.
    std::uint64_t generation();

    std::string key_set() override;

private:
    /// Tells one content of the file from another.
    struct Stamp {
        std::uint64_t inode = 0;
        std::int64_t modified_ns = 0;
        std::int64_t changed_ns = 0;
        std::int64_t size = -1;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    Stamp stamp() const;
    void look_from_time_to_time();
    void look();

    const std::filesystem::path file_;
    const Ports ports_;
    std::mutex looking_;
    Stamp seen_;  ///< under `looking_`
    std::atomic<std::chrono::steady_clock::rep> next_look_;
    std::shared_mutex mutex_;
    KeyRing ring_;
    std::atomic<std::uint64_t> generation_ = 0;
};

}  // namespace orion::security
