#include "orion/cache/catalog_invalidation.hpp"

#include "orion/system/interruptible_wait.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace orion::cache {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

/// Commits that follow each other this closely are followed together.
constexpr auto pause = 50ms;

/// The feed is read this often even if nobody tells of commits.
constexpr auto silence = 250ms;

constexpr int page = 1000;

}  // namespace

std::int64_t ChangeReader::read_after(Time now) {
    std::erase_if(gaps_, [now](const auto& gap) { return now - gap.second > gap_lives; });
    if (gaps_.empty() || now - gaps_read_ < gap_interval) return last_;
    gaps_read_ = now;
    return gaps_.begin()->first - 1;
}

std::set<std::string> ChangeReader::take(const std::vector<Change>& changes, Time now) {
    std::set<std::string> tags;
    for (const auto& change : changes) {
        if (change.number > last_)
            notice_gaps(change.number, now);
        else if (gaps_.erase(change.number) == 0)
            continue;
        if (change.product) tags.insert("product:" + *change.product);
        if (change.lists) tags.insert("lists");
        if (change.categories) tags.insert("categories");
    }
    return tags;
}

void ChangeReader::notice_gaps(std::int64_t number, Time now) {
    for (auto missing = std::max(last_ + 1, number - gaps_max); missing < number; ++missing)
        gaps_.emplace(missing, now);
    last_ = number;
}

CatalogInvalidation::CatalogInvalidation(LayeredCache& cache, const Ports& ports, std::chrono::milliseconds history)
    : cache_{cache},
      ports_{ports},
      feed_{ports.database},
      history_{history},
      thread_{[this](const std::stop_token& stop) { loop(stop); }} {}

void CatalogInvalidation::stop() {
    thread_.request_stop();
    ports_.database.changes().wake();
    if (thread_.joinable()) thread_.join();
}

void CatalogInvalidation::loop(const std::stop_token& stop) {
    auto& signal = ports_.database.changes();
    while (!stop.stop_requested()) {
        const auto mark = signal.mark();
        try {
            if (const auto followed = follow(); !followed) ++failures_;
        } catch (const std::exception& exception) {
            ++failures_;
            ports_.log.error("changes of the catalogue cannot be followed", {{"what", exception.what()}});
        }
        if (!system::wait_unless_stopped(stop, pause)) return;
        signal.wait(mark, steady_clock::now() + silence);
    }
}

Result<void> CatalogInvalidation::follow() {
    if (!reader_) ORION_CHECK(find_start());
    const auto began = steady_clock::now();
    auto from = reader_->read_after(began);
    for (bool more = true; more;) {
        ORION_TRY(const auto changes, feed_.after(from, page));
        const auto tags = reader_->take(changes, began);
        changes_ += changes.size();
        cache_.changed({tags.begin(), tags.end()});
        more = changes.size() == page;
        if (more) from = changes.back().number;
    }
    cache_.caught_up(began);
    return {};
}

Result<void> CatalogInvalidation::find_start() {
    // A transaction under way may have taken its numbers a while ago.
    constexpr auto longest_transaction = 60s;
    ORION_TRY(const auto last, feed_.last_before(ports_.clock.now() - history_ - longest_transaction));
    reader_.emplace(last);
    return {};
}

}  // namespace orion::cache
