#include "orion/security/signing_keys.hpp"

#include <sys/stat.h>

#include <stdexcept>
#include <utility>

namespace orion::security {
namespace {

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

std::chrono::steady_clock::rep steady_now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

constexpr std::chrono::steady_clock::rep pause =
    std::chrono::steady_clock::duration{SigningKeys::looked_for_every}.count();

}  // namespace

SigningKeys::SigningKeys(std::filesystem::path file, Ports ports)
    : file_{std::move(file)}, ports_{ports}, next_look_{0}, ring_{load_or_create_key_ring(file_, ports.clock.now())} {}

SigningKeys::Stamp SigningKeys::stamp() const {
    struct stat status{};
    if (::stat(file_.c_str(), &status) != 0) return {};
    return {.inode = status.st_ino,
            .modified_ns = nanoseconds(status.st_mtim),
            .changed_ns = nanoseconds(status.st_ctim),
            .size = status.st_size};
}

void SigningKeys::look_from_time_to_time() {
    auto due = next_look_.load(std::memory_order_relaxed);
    const auto now = steady_now();
    // Whoever moves it looks; the others go on with what is known.
    if (now >= due && next_look_.compare_exchange_strong(due, now + pause)) look();
}

void SigningKeys::look() {
    const std::lock_guard lock{looking_};
    // Before it is read: what changes in between is seen the next time.
    const auto now_there = stamp();
    if (now_there == seen_) return;
    seen_ = now_there;
    try {
        auto ring = load_key_ring(file_);
        const std::unique_lock exchange{mutex_};
        ring_ = std::move(ring);
        ++generation_;
    } catch (const std::runtime_error& error) {
        ports_.log.error("the signing keys cannot be read again", {{"reason", error.what()}});
    }
}

std::optional<SigningKey> SigningKeys::signing() {
    look_from_time_to_time();
    const std::shared_lock lock{mutex_};
    const auto* const key = ring_.signing(ports_.clock.now());
    return key == nullptr ? std::nullopt : std::optional{*key};
}

std::optional<SigningKey> SigningKeys::verifying(std::string_view id) {
    look_from_time_to_time();
    const auto find = [this, id]() -> std::optional<SigningKey> {
        const std::shared_lock lock{mutex_};
        const auto* const key = ring_.verifying(id, ports_.clock.now());
        return key == nullptr ? std::nullopt : std::optional{*key};
    };
    if (auto known = find()) return known;
    look();
    return find();
}

std::uint64_t SigningKeys::generation() {
    look_from_time_to_time();
    return generation_;
}

std::string SigningKeys::key_set() {
    look_from_time_to_time();
    const std::shared_lock lock{mutex_};
    return ring_.public_keys(ports_.clock.now());
}

}  // namespace orion::security
