#include "orion/rest/order_waits.hpp"

#include "orion/rest/json_writer.hpp"
#include "orion/rest/order_json.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <exception>
#include <limits>
#include <utility>

namespace orion::rest {
namespace {

using Clock = std::chrono::steady_clock;

// Under load something is committed all the time: looking more often than this would only cost.
constexpr std::chrono::milliseconds shortest_pause{5};
// The longest time until a deadline, a drain or a signal that was lost is noticed.
constexpr std::chrono::milliseconds longest_pause{100};

const JsonAnswerFormat format;

}  // namespace

http::Response placed_response(const ordering::StoredAnswer& stored, OrderId order,
                               const std::optional<Secret>& token) {
    contract(stored.body.ends_with('}'), "a stored answer is an object");
    std::string body = stored.body;
    if (token) {
        JsonWriter json;
        json.text(token->expose());
        body.pop_back();
        body += ",\"order_token\":" + json.text() + '}';
    }
    auto response = json_response(stored.status, std::move(body));
    response.headers.push_back(location("/orders/" + order.to_string()));
    return response;
}

// Answers that wait for a thread are bounded already, by what may be parked and by the writes in hand.
OrderWaits::OrderWaits(Collaborators with, const OrderWaitsSettings& settings)
    : with_{with},
      settings_{settings},
      answers_{settings.answer_threads, std::numeric_limits<std::size_t>::max(),
               [this](WaitingOrder waiting) { complete(std::move(waiting)); }},
      watcher_{[this] { watch(); }} {}

OrderWaits::~OrderWaits() {
    drain();
    watcher_.join();
}

void OrderWaits::park(WaitingOrder waiting) {
    {
        const std::lock_guard lock{mutex_};
        if (!draining_ && parked_.size() < settings_.max_parked) {
            parked_.push_back(std::move(waiting));
            changed_.notify_one();
            return;
        }
    }
    complete(std::move(waiting));
}

void OrderWaits::drain() {
    {
        const std::lock_guard lock{mutex_};
        draining_ = true;
    }
    changed_.notify_one();
    with_.changes.wake();
}

void OrderWaits::watch() {
    while (true) {
        const auto mark = with_.changes.mark();
        for (auto& waiting : take_due()) answers_.offer(waiting);

        std::unique_lock lock{mutex_};
        if (draining_ && parked_.empty()) return;
        changed_.wait(lock, [this] { return draining_ || !parked_.empty(); });
        if (draining_) continue;
        changed_.wait_for(lock, shortest_pause, [this] { return draining_; });
        lock.unlock();
        with_.changes.wait(mark, Clock::now() + longest_pause);
    }
}

std::vector<WaitingOrder> OrderWaits::take_due() {
    std::vector<OrderId> orders;
    {
        const std::lock_guard lock{mutex_};
        if (draining_) return std::exchange(parked_, {});
        for (const auto& waiting : parked_) orders.push_back(waiting.order);
    }
    const auto settled = settled_of(orders);
    const auto now = Clock::now();
    const std::lock_guard lock{mutex_};
    const auto must_wait = [&](const WaitingOrder& waiting) {
        return !draining_ && waiting.deadline > now && !settled.contains(waiting.order);
    };
    const auto due = std::ranges::partition(parked_, must_wait);
    std::vector<WaitingOrder> taken{std::make_move_iterator(due.begin()), std::make_move_iterator(due.end())};
    parked_.erase(due.begin(), due.end());
    return taken;
}

std::unordered_set<OrderId> OrderWaits::settled_of(const std::vector<OrderId>& orders) noexcept {
    if (orders.empty()) return {};
    try {
        if (const auto found = with_.find_settled.execute(orders)) return {found->begin(), found->end()};
    } catch (const std::exception& exception) {
        with_.log.warning("settled orders could not be read", {{"what", exception.what()}});
    }
    return {};  // deadlines still hold
}

void OrderWaits::complete(WaitingOrder waiting) noexcept {
    try {
        const auto stored = with_.complete_answer.execute({.customer = waiting.customer,
                                                           .cart = waiting.cart,
                                                           .idempotency_key = waiting.idempotency_key,
                                                           .order = waiting.order,
                                                           .format = format});
        if (!stored) return waiting.answer(std::unexpected{Problem{stored.error()}});
        auto response = placed_response(*stored, waiting.order, waiting.order_token);
        response.headers.push_back({"Preference-Applied", "wait=" + std::to_string(waiting.preference.count())});
        waiting.answer(std::move(response));
    } catch (const std::exception& exception) {
        with_.log.error("an answer could not be completed", {{"what", exception.what()}});
    }
}

}  // namespace orion::rest
