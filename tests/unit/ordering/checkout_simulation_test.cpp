#include "orion/ordering/checkout_saga.hpp"

#include "support/an_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <variant>

using namespace orion;            // NOLINT(google-build-using-namespace)
using namespace orion::ordering;  // NOLINT(google-build-using-namespace)
using orion::test::numbered;
using orion::test::opening_time;

namespace {

using std::chrono::milliseconds;

/// The one item in the world, as inventory's contract says: one outcome per order, repeated when asked again; a return
/// undoes whatever was and forbids to reserve later.
struct Warehouse {
    enum class State { untouched, reserved, refused, consumed, returned };
    State state = State::untouched;
    bool has_stock;
    Instant expires_at{};

    CheckoutEvent answer(CheckoutRequest request, Instant now) {
        if (state == State::reserved && now >= expires_at) state = State::returned;
        if (request == CheckoutRequest::stock_return) {
            state = State::returned;
            return CheckoutEvent::stock_returned;
        }
        if (request == CheckoutRequest::stock) {
            if (state == State::untouched) {
                state = has_stock ? State::reserved : State::refused;
                expires_at = now + std::chrono::minutes{15};
            }
            const bool stands = state == State::reserved || state == State::consumed;
            return stands ? CheckoutEvent::stock_reserved : CheckoutEvent::stock_rejected;
        }
        if (state == State::reserved) state = State::consumed;
        return state == State::consumed ? CheckoutEvent::stock_consumed : CheckoutEvent::stock_rejected;
    }
    bool holds() const { return state == State::reserved || state == State::consumed; }
};

/// The customer's account, as billing's contract says. A gateway that does not answer may have taken the money, and the
/// next try may find out.
struct Bank {
    enum class State { untouched, captured, declined, reversed };
    State state = State::untouched;
    bool will_decline;
    int unavailable_times;
    int captures = 0;

    CheckoutEvent answer(CheckoutRequest request) {
        if (request == CheckoutRequest::payment_reversal) {
            state = State::reversed;
            return CheckoutEvent::payment_reversed;
        }
        if (state == State::captured) return CheckoutEvent::payment_captured;
        if (state == State::reversed || state == State::declined) return CheckoutEvent::payment_declined;
        if (unavailable_times-- > 0) return CheckoutEvent::payment_unavailable;
        state = will_decline ? State::declined : State::captured;
        captures += state == State::captured ? 1 : 0;
        return state == State::captured ? CheckoutEvent::payment_captured : CheckoutEvent::payment_declined;
    }
};

/// One checkout in a bad network: messages are lost, doubled and late, participants fall silent for minutes, and the
/// customer may cancel at any moment.
class World {
public:
    explicit World(std::uint64_t seed)
        : random_{seed},
          warehouse_{.has_stock = chance(85)},
          bank_{.will_decline = chance(15), .unavailable_times = chance(20) ? roll(4) : 0} {
        loss_ = chance(30) ? 0 : roll(60);
        silent_until_ = opening_time + milliseconds{chance(20) ? roll(400'000) : 0};
        if (chance(30)) cancel_at_ = opening_time + milliseconds{roll(200'000)};
        send(CheckoutRequest::stock);
    }

    void run() {
        // The network heals after a while: from then on only duplicates and delays remain.
        for (steps_ = 0; steps_ < 2000; ++steps_) {
            const auto wake = saga_.wakes_at();
            const bool cancels = cancel_at_ && is_cancellable();
            auto next = Instant::max();
            if (!under_way_.empty()) next = std::min(next, under_way_.begin()->first);
            if (wake) next = std::min(next, *wake);
            if (cancels) next = std::min(next, *cancel_at_);
            if (next == Instant::max()) return;
            now_ = std::max(now_, next);
            if (cancels && *cancel_at_ <= now_) {
                cancel();
            } else if (!under_way_.empty() && under_way_.begin()->first <= now_) {
                deliver();
            } else {
                follow(saga_.wake(now_, policy_));
            }
        }
    }

    const CheckoutSaga& saga() const { return saga_; }
    const Warehouse& warehouse() const { return warehouse_; }
    const Bank& bank() const { return bank_; }
    bool is_cancelled() const { return cancelled_; }
    int ends() const { return ends_; }
    int steps() const { return steps_; }
    std::optional<CheckoutEnding> order() const { return order_; }

private:
    int roll(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }
    bool chance(int percent) { return roll(100) < percent; }

    bool is_cancellable() const { return !cancelled_ && (!order_ || order_ == CheckoutEnding::confirmed); }

    void cancel() {
        cancelled_ = true;
        cancel_at_.reset();
        order_ = CheckoutEnding::cancelled;
        follow(saga_.handle(CheckoutEvent::cancelled, now_, policy_));
    }

    void send(std::variant<CheckoutRequest, CheckoutEvent> message) {
        const bool healed = now_ > opening_time + std::chrono::minutes{30};
        const int copies = chance(25) ? 2 : 1;
        for (int copy = 0; copy < copies; ++copy) {
            if (!healed && chance(loss_)) continue;
            const auto delay = chance(20) ? roll(90'000) : roll(50);
            under_way_.emplace(now_ + milliseconds{delay}, message);
        }
    }

    void deliver() {
        const auto message = under_way_.begin()->second;
        under_way_.erase(under_way_.begin());
        if (const auto* event = std::get_if<CheckoutEvent>(&message)) {
            return follow(saga_.handle(*event, now_, policy_));
        }
        const auto request = std::get<CheckoutRequest>(message);
        if (now_ < silent_until_) {
            // Nobody works, the queue keeps it.
            under_way_.emplace(silent_until_ + milliseconds{roll(1000)}, message);
            return;
        }
        const bool about_money = request == CheckoutRequest::payment || request == CheckoutRequest::payment_reversal;
        send(about_money ? bank_.answer(request) : warehouse_.answer(request, now_));
    }

    void follow(std::optional<CheckoutReaction> reaction) {
        if (!reaction) return;
        if (reaction->request) return send(*reaction->request);
        ++ends_;
        if (!cancelled_) {
            CHECK(!order_);
            order_ = reaction->ending;
        } else {
            CHECK(reaction->ending == CheckoutEnding::cancelled);
        }
    }

    std::mt19937_64 random_;
    CheckoutPolicy policy_;
    Instant now_ = opening_time;
    CheckoutSaga saga_ = CheckoutSaga::begin(numbered<OrderId>(7), Secret{"tok"}, opening_time, policy_);
    Warehouse warehouse_;
    Bank bank_;
    int loss_ = 0;
    Instant silent_until_{};
    std::optional<Instant> cancel_at_;
    std::multimap<Instant, std::variant<CheckoutRequest, CheckoutEvent>> under_way_;
    std::optional<CheckoutEnding> order_;
    bool cancelled_ = false;
    int ends_ = 0;
    int steps_ = 0;
};

}  // namespace

TEST_SUITE("ordering/checkout_simulation") {
    TEST_CASE("whatever the network does, every checkout ends with money and goods where they belong") {
        std::map<CheckoutEnding, int> endings;
        for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
            World world{seed};
            world.run();

            const auto order = world.order();
            const bool confirmed = order == CheckoutEnding::confirmed;
            bool right = world.saga().is_done() && order.has_value() && world.bank().captures <= 1;
            // A confirmed order that was cancelled ends twice: once confirmed, once undone.
            right = right && world.ends() >= 1 && world.ends() <= (world.is_cancelled() ? 2 : 1);
            right = right && (world.bank().state == Bank::State::captured) == confirmed;
            right = right && (world.warehouse().state == Warehouse::State::consumed) == confirmed;
            right = right && world.warehouse().holds() == confirmed;
            if (!right) {
                CAPTURE(seed);
                CAPTURE(to_text(world.saga().state()));
                CAPTURE(world.steps());
                FAIL_CHECK("this checkout went wrong");
                break;
            }
            ++endings[*order];
        }
        // The simulation is worth something only if it goes everywhere.
        for (const auto ending :
             {CheckoutEnding::confirmed, CheckoutEnding::out_of_stock, CheckoutEnding::payment_declined,
              CheckoutEnding::payment_unavailable, CheckoutEnding::timed_out, CheckoutEnding::cancelled}) {
            CAPTURE(to_text(ending));
            CHECK(endings[ending] > 100);
        }
    }
}
