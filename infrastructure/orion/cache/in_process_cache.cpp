#include "orion/cache/in_process_cache.hpp"

#include <algorithm>
#include <charconv>
#include <ranges>
#include <utility>

namespace orion::cache {
namespace {

using std::chrono::milliseconds;

/// Of the tags that changed last: what was begun before all of these is not kept.
constexpr std::size_t changes_remembered = 4096;

/// What an entry costs besides its texts, roughly.
constexpr std::size_t overhead = 128;

std::uint64_t number_of(std::string_view mark) {
    std::uint64_t number = 0;
    std::from_chars(mark.data(), mark.data() + mark.size(), number);
    return number;
}

milliseconds less(milliseconds time, milliseconds passed) { return std::max(milliseconds{0}, time - passed); }

}  // namespace

std::size_t InProcessCache::Kept::bytes() const {
    std::size_t bytes = overhead + key.size() + entry.value.size();
    for (const auto& tag : entry.tags) bytes += tag.size() + sizeof(void*);
    return bytes;
}

Cache::Lookup InProcessCache::find(std::string_view key) {
    const auto now = now_();
    const std::lock_guard lock{mutex_};
    Lookup lookup{.entry = std::nullopt, .mark = std::to_string(changes_)};
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return lookup;
    const auto kept = found->second;
    const auto age = std::chrono::duration_cast<milliseconds>(now - kept->put_at);
    if (age >= kept->entry.keep_for) {
        forget(kept);
        return lookup;
    }
    entries_.splice(entries_.begin(), entries_, kept);
    lookup.entry = kept->entry;
    lookup.entry->fresh_for = less(kept->entry.fresh_for, age);
    lookup.entry->keep_for = less(kept->entry.keep_for, age);
    return lookup;
}

void InProcessCache::put(std::string_view key, const CacheEntry& entry, std::string_view mark) {
    if (mark.empty()) return;
    const auto now = now_();
    const std::lock_guard lock{mutex_};
    if (changed_since(number_of(mark), entry.tags)) return;
    if (const auto found = by_key_.find(key); found != by_key_.end()) forget(found->second);
    entries_.push_front({.key = std::string{key}, .entry = entry, .put_at = now});
    const auto kept = entries_.begin();
    by_key_.emplace(kept->key, kept);
    for (const auto& tag : kept->entry.tags) by_tag_[tag].insert(&*kept);
    bytes_ += kept->bytes();
    for (; bytes_ > bytes_max_; ++evicted_) forget(std::prev(entries_.end()));
}

bool InProcessCache::invalidate(const std::vector<std::string>& tags) {
    const std::lock_guard lock{mutex_};
    ++changes_;
    for (const auto& tag : tags) {
        recent_changes_.push_back({changes_, tag});
        const auto tagged = by_tag_.find(tag);
        if (tagged == by_tag_.end()) continue;
        for (const auto* const kept : std::exchange(tagged->second, {})) forget(by_key_.at(kept->key));
    }
    while (recent_changes_.size() > changes_remembered) recent_changes_.pop_front();
    return true;
}

InProcessCache::Snapshot InProcessCache::snapshot() const {
    const std::lock_guard lock{mutex_};
    return {.entries = entries_.size(), .bytes = bytes_, .evicted = evicted_};
}

bool InProcessCache::changed_since(std::uint64_t mark, const std::vector<std::string>& tags) const {
    if (mark == changes_) return false;
    // The first that is left may have had neighbours that are forgotten.
    if (recent_changes_.size() == changes_remembered && recent_changes_.front().number > mark) return true;
    return std::ranges::any_of(
        recent_changes_ | std::views::reverse |
            std::views::take_while([mark](const Change& c) { return c.number > mark; }),
        [&tags](const Change& change) { return std::ranges::find(tags, change.tag) != tags.end(); });
}

void InProcessCache::forget(Entries::iterator kept) {
    bytes_ -= kept->bytes();
    by_key_.erase(kept->key);
    for (const auto& tag : kept->entry.tags) {
        const auto tagged = by_tag_.find(tag);
        if (tagged == by_tag_.end()) continue;
        tagged->second.erase(&*kept);
        if (tagged->second.empty()) by_tag_.erase(tagged);
    }
    entries_.erase(kept);
}

}  // namespace orion::cache
