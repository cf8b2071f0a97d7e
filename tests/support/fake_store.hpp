#pragma once

#include "orion/ports/store.hpp"

#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace orion::test {

/// Transactions over a plain struct: a closure works on a copy, which replaces the original if it succeeds. One at a
/// time. `FakeWork` implements `Work` and is constructed from a `State&`.
template <class Work, class State, class FakeWork>
class FakeStore : public Store<Work> {
public:
    /// What is committed. Not while another thread runs a transaction.
    State& state() { return state_; }
    const State& state() const { return state_; }

protected:
    Result<void> run(const typename Store<Work>::Transaction& transaction) override {
        contract(inside_ != std::this_thread::get_id(), "a transact inside a transact");
        const std::lock_guard lock{mutex_};
        const Inside inside{inside_};
        State copy = state_;
        FakeWork work{copy};
        ORION_CHECK(transaction(work));
        state_ = std::move(copy);
        return {};
    }

private:
    struct Inside {
        std::atomic<std::thread::id>& owner;
        explicit Inside(std::atomic<std::thread::id>& id) : owner{id} { owner = std::this_thread::get_id(); }
        ~Inside() { owner = std::thread::id{}; }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;
    };
    State state_;
    std::mutex mutex_;
    std::atomic<std::thread::id> inside_;
};

}  // namespace orion::test
