#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace orion::rest {

/// A fixed number of threads that run jobs from a queue of bounded length. Going away, it finishes what was taken.
template <class Job>
class BoundedPool {
public:
    /// `run` is called from several threads at once and must not throw.
    BoundedPool(unsigned threads, std::size_t max_queued, std::function<void(Job)> run)
        : max_queued_{max_queued}, run_{std::move(run)} {
        threads_.reserve(threads);
        for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    }
    BoundedPool(const BoundedPool&) = delete;
    BoundedPool& operator=(const BoundedPool&) = delete;
    ~BoundedPool() {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        changed_.notify_all();
    }

    /// False, and `job` left as it was, when the queue is full.
    bool offer(Job& job) { return offer(job, max_queued_); }

    /// As if the queue held no more than `most`.
    bool offer(Job& job, std::size_t most) {
        {
            const std::lock_guard lock{mutex_};
            if (queue_.size() >= std::min(most, max_queued_)) return false;
            queue_.push_back(std::move(job));
        }
        changed_.notify_one();
        return true;
    }

private:
    void work() {
        std::unique_lock lock{mutex_};
        while (true) {
            changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            auto job = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            run_(std::move(job));
            lock.lock();
        }
    }

    const std::size_t max_queued_;
    const std::function<void(Job)> run_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace orion::rest
