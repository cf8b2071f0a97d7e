#include "orion/cache/in_process_cache.hpp"

#include <utility>

namespace orion::cache {

std::optional<std::string> InProcessCache::get(std::string_view key) {
    const std::lock_guard lock{mutex_};
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return std::nullopt;
    const auto entry = found->second;
    if (entry->dies_at <= now_()) {
        forget(entry);
        return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, entry);
    return entry->value;
}

void InProcessCache::put(std::string_view key, std::string value, std::chrono::milliseconds time_to_live) {
    const std::lock_guard lock{mutex_};
    if (const auto found = by_key_.find(key); found != by_key_.end()) forget(found->second);
    entries_.push_front({.key = std::string{key}, .value = std::move(value), .dies_at = now_() + time_to_live});
    by_key_.emplace(entries_.front().key, entries_.begin());
    bytes_ += entries_.front().bytes();
    while (bytes_ > bytes_max_) forget(std::prev(entries_.end()));
}

void InProcessCache::forget(Entries::iterator entry) {
    bytes_ -= entry->bytes();
    by_key_.erase(entry->key);
    entries_.erase(entry);
}

}  // namespace orion::cache
