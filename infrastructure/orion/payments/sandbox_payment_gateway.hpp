#pragma once

#include "orion/billing/payment_gateway.hpp"
#include "orion/payments/sandbox_ledger.hpp"

#include <chrono>
#include <filesystem>
#include <stop_token>

namespace orion::payments {

/// A payment provider for trying the shop out: the token decides what happens, a ledger of its own keeps what happened.
/// docs/sandbox-payments.md describes it from outside. A slow call holds its thread and nothing else.
class SandboxPaymentGateway final : public billing::PaymentGateway {
public:
    struct Options {
        std::filesystem::path ledger;             ///< the file; made when missing
        std::chrono::milliseconds timeout{5000};  ///< how long a caller waits for an answer
    };

    /// Slow calls give up at once when `stop` is requested. Throws persistence::CannotOpenDatabase.
    SandboxPaymentGateway(const Options& options, const Clock& clock, std::stop_token stop);

    bool recognises(const Secret& token) const override;
    Result<billing::ChargeAnswer> charge(const billing::Charge& charge) override;
    Result<billing::Reversal> reverse(const std::string& key) override;
    Result<std::optional<billing::ChargeAnswer>> find(const std::string& key) override;

private:
    Result<billing::ChargeAnswer> wait_for_answer(const std::string& key, Instant due);

    const Clock& clock_;
    std::chrono::milliseconds timeout_;
    std::stop_token stop_;
    SandboxLedger ledger_;
};

}  // namespace orion::payments
