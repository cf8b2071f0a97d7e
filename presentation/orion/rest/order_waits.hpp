#pragma once

#include "orion/ordering/complete_answer.hpp"
#include "orion/ordering/find_settled.hpp"
#include "orion/ordering/place_order.hpp"
#include "orion/ports/change_signal.hpp"
#include "orion/ports/log.hpp"
#include "orion/rest/answer.hpp"
#include "orion/rest/bounded_pool.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

namespace orion::rest {

/// An order that was placed with `Prefer: wait`, and the answer that is owed for it.
struct WaitingOrder {
    OrderId order;
    std::optional<UserId> customer{};
    CartId cart;
    std::string idempotency_key;
    std::optional<Secret> order_token;  ///< for guests
    std::chrono::seconds preference;    ///< as it was applied
    std::chrono::steady_clock::time_point deadline;
    Answer answer;
};

struct OrderWaitsSettings {
    std::size_t max_parked = 2000;  ///< more are answered at once
    unsigned answer_threads = 8;    ///< which store the answers, so that many can share a commit
};

/// Where answers wait for their orders to settle, without holding a thread. One thread looks at all of them together
/// whenever something was committed. Thread-safe.
class OrderWaits {
public:
    struct Collaborators {
        ordering::FindSettled& find_settled;
        ordering::CompleteAnswer& complete_answer;
        ChangeSignal& changes;
        Log& log;
    };
    explicit OrderWaits(Collaborators with, const OrderWaitsSettings& settings = {});
    /// As `drain`; waits until every answer is given.
    ~OrderWaits();
    OrderWaits(const OrderWaits&) = delete;
    OrderWaits& operator=(const OrderWaits&) = delete;

    /// Answers when the order is settled or the deadline passes: 201 with the settled order, else 202.
    void park(WaitingOrder waiting);

    /// Answers all that are parked, and from now on every other at once. Returns at once.
    void drain();

private:
    void watch();
    /// Takes out those that need not wait any longer.
    std::vector<WaitingOrder> take_due();
    std::unordered_set<OrderId> settled_of(const std::vector<OrderId>& orders) noexcept;
    void complete(WaitingOrder waiting) noexcept;

    const Collaborators with_;
    const OrderWaitsSettings settings_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<WaitingOrder> parked_;
    bool draining_ = false;
    BoundedPool<WaitingOrder> answers_;
    std::jthread watcher_;
};

/// The answer to a placed order: the stored one, for a guest with the token as the last member of its body.
http::Response placed_response(const ordering::StoredAnswer& stored, OrderId order, const std::optional<Secret>& token);

}  // namespace orion::rest
