#include "orion/cache/layered_cache.hpp"

#include <utility>

namespace orion::cache {
namespace {

using resilience::Deadline;
using std::chrono::microseconds;
using std::chrono::milliseconds;

/// Every entry has it.
constexpr auto everything = "all";

/// A load that began longer ago may have seen what a change acknowledged since has ended.
constexpr milliseconds joinable{500};

/// More than this many are told as `everything`.
constexpr std::size_t untold_max = 10'000;

Error busy() { return {ErrorKind::unavailable, "busy", "Too many ask at once. Please try again."}; }

}  // namespace

LayeredCache::LayeredCache(const CacheOptions& options, Cache* shared, resilience::Now now, resilience::Draw draw)
    : options_{options},
      now_{std::move(now)},
      draw_{std::move(draw)},
      near_{options.bytes_max, now_},
      shared_{shared},
      loads_{options.loads} {}

Result<ReadThrough::Answer> LayeredCache::get(std::string_view key, const Load& load) {
    auto lookup = near_.find(key);
    if (lookup.entry && is_fresh(*lookup.entry)) {
        ++hits_;
        return Answer{std::move(lookup.entry->value), false};
    }
    std::string name{key};
    std::unique_lock lock{flights_mutex_};
    const auto found = by_key_.find(name);
    if (found != by_key_.end() && now_() - found->second->began < joinable) {
        if (lookup.entry) return stale_answer(std::move(lookup.entry));
        return join(found->second, lock);
    }
    const auto flight = flights_.insert(flights_.end(), Flight{.began = now_()});
    by_key_.insert_or_assign(name, flight);
    lock.unlock();
    try {
        auto answer = lead(key, load, std::move(lookup.entry));
        land(flight, name, answer);
        return answer;
    } catch (...) {
        land(flight, name, std::unexpected{busy()});
        throw;
    }
}

Result<ReadThrough::Answer> LayeredCache::lead(std::string_view key, const Load& load,
                                               std::optional<CacheEntry> stale) {
    // Another load may have ended since this one was found to be needed.
    auto lookup = near_.find(key);
    if (lookup.entry && is_fresh(*lookup.entry)) {
        ++hits_;
        return Answer{std::move(lookup.entry->value), false};
    }
    auto answer = make(key, load, lookup.entry ? std::move(lookup.entry) : std::move(stale), lookup.mark);
    if (!answer) ++failed_;
    return answer;
}

Result<ReadThrough::Answer> LayeredCache::make(std::string_view key, const Load& load, std::optional<CacheEntry> stale,
                                               std::string_view near_mark) {
    std::string shared_mark;
    if (shared_ != nullptr && !shared_is_behind_) {
        auto lookup = shared_->find(key);
        shared_mark = std::move(lookup.mark);
        if (lookup.entry && is_fresh(*lookup.entry)) {
            ++shared_hits_;
            near_.put(key, *lookup.entry, near_mark);
            return Answer{std::move(lookup.entry->value), false};
        }
        if (lookup.entry) stale = std::move(lookup.entry);
    }
    ++misses_;
    const auto slot = loads_.enter(Deadline::in(stale ? milliseconds{0} : options_.wait));
    if (!slot && stale) return stale_answer(std::move(stale));
    if (!slot) return std::unexpected{busy()};
    const auto began = std::chrono::steady_clock::now();
    auto loaded = load();
    load_us_ += static_cast<std::uint64_t>(
        std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - began).count());
    if (!loaded && loaded.error().kind == ErrorKind::unavailable && stale) return stale_answer(std::move(stale));
    if (!loaded) return std::unexpected{std::move(loaded).error()};

    constexpr int hundred = 100;
    loaded->fresh_for -= draw_(loaded->fresh_for * options_.jitter_percent / hundred);
    loaded->tags.emplace_back(everything);
    if (shared_ != nullptr) shared_->put(key, *loaded, shared_mark);
    near_.put(key, *loaded, near_mark);
    return Answer{std::move(loaded->value), false};
}

Result<ReadThrough::Answer> LayeredCache::join(Flights::iterator flight, std::unique_lock<std::mutex>& lock) {
    ++joined_;
    ++flight->on_board;
    landed_.wait_until(lock, std::chrono::steady_clock::now() + options_.wait,
                       [&] { return flight->landed.has_value(); });
    auto answer = flight->landed.value_or(std::unexpected{busy()});
    leave(flight);
    return answer;
}

void LayeredCache::land(Flights::iterator flight, const std::string& key, const Result<Answer>& answer) {
    const std::lock_guard lock{flights_mutex_};
    if (const auto found = by_key_.find(key); found != by_key_.end() && found->second == flight) by_key_.erase(found);
    if (flight->on_board > 1) {
        flight->landed = answer;
        landed_.notify_all();
    }
    leave(flight);
}

void LayeredCache::leave(Flights::iterator flight) {
    if (--flight->on_board == 0) flights_.erase(flight);
}

void LayeredCache::changed(const std::vector<std::string>& tags) {
    // The shared one first: what is taken from it after the change must not come to stay in this process.
    if (shared_ != nullptr) {
        untold_.insert(tags.begin(), tags.end());
        if (untold_.size() > untold_max) untold_ = {everything};
        if (!untold_.empty()) {
            shared_is_behind_ = !shared_->invalidate({untold_.begin(), untold_.end()});
            if (!shared_is_behind_) untold_.clear();
        }
    }
    if (!tags.empty()) near_.invalidate(tags);
}

void LayeredCache::lost_track() { changed({everything}); }

LayeredCache::Snapshot LayeredCache::snapshot() const {
    return {.hits = hits_,
            .shared_hits = shared_hits_,
            .misses = misses_,
            .joined = joined_,
            .stale = stale_,
            .failed = failed_,
            .load_us = load_us_,
            .in_process = near_.snapshot(),
            .loads = loads_.snapshot()};
}

bool LayeredCache::is_fresh(const CacheEntry& entry) const {
    if (entry.fresh_for <= milliseconds{0}) return false;
    if (options_.silence_max == milliseconds{0}) return true;
    const resilience::Time news_at{resilience::Time::duration{news_at_}};
    return now_() - news_at <= options_.silence_max;
}

ReadThrough::Answer LayeredCache::stale_answer(std::optional<CacheEntry> stale) {
    ++stale_;
    return {std::move(stale->value), true};
}

}  // namespace orion::cache
