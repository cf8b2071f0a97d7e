#pragma once

#include "orion/billing/payment_gateway.hpp"

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace orion::test {

/// Takes money in memory, once per key. What a call does can be scripted: without a script it approves.
class FakePaymentGateway : public billing::PaymentGateway {
public:
    enum class Behaviour { approve, decline, fail, take_and_fail };

    bool recognises(const Secret& token) const override { return token.expose().starts_with("tok_"); }

    Result<billing::ChargeAnswer> charge(const billing::Charge& charge) override {
        if (during_charge) during_charge();
        const std::lock_guard lock{mutex_};
        ++calls;
        auto behaviour = Behaviour::approve;
        if (!script.empty()) {
            behaviour = script.front();
            script.pop_front();
        }
        if (behaviour == Behaviour::fail) return no_answer();
        if (reversed_.contains(charge.key)) return billing::ChargeAnswer::declined;
        const auto decision =
            behaviour == Behaviour::decline ? billing::ChargeAnswer::declined : billing::ChargeAnswer::captured;
        const auto [entry, is_new] = charges_.emplace(charge.key, decision);
        if (is_new && decision == billing::ChargeAnswer::captured) ++captures;
        if (behaviour == Behaviour::take_and_fail) return no_answer();
        return entry->second;
    }

    Result<billing::Reversal> reverse(const std::string& key) override {
        const std::lock_guard lock{mutex_};
        ++calls;
        if (is_down) return no_answer();
        reversed_.insert(key);
        const auto found = charges_.find(key);
        const bool was_taken = found != charges_.end() && found->second == billing::ChargeAnswer::captured;
        return was_taken ? billing::Reversal::refunded : billing::Reversal::nothing_taken;
    }

    Result<std::optional<billing::ChargeAnswer>> find(const std::string& key) override {
        const std::lock_guard lock{mutex_};
        ++calls;
        if (is_down) return no_answer();
        const auto found = charges_.find(key);
        if (found == charges_.end()) return std::optional<billing::ChargeAnswer>{};
        return found->second;
    }

    /// Money taken and not given back.
    bool holds_money_of(const std::string& key) const {
        const auto found = charges_.find(key);
        return found != charges_.end() && found->second == billing::ChargeAnswer::captured && !reversed_.contains(key);
    }

    std::deque<Behaviour> script;
    std::function<void()> during_charge;
    bool is_down = false;  ///< for `reverse` and `find`
    int calls = 0;
    int captures = 0;

private:
    static std::unexpected<Error> no_answer() {
        return fail(ErrorKind::unavailable, "gateway_unavailable", "The gateway does not answer.");
    }

    std::mutex mutex_;
    std::map<std::string, billing::ChargeAnswer> charges_;
    std::set<std::string> reversed_;
};

}  // namespace orion::test
