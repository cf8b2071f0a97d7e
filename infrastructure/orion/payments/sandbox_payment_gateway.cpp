#include "orion/payments/sandbox_payment_gateway.hpp"

#include "orion/system/interruptible_wait.hpp"

#include <algorithm>
#include <utility>

namespace orion::payments {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::unexpected<Error> no_answer() {
    return fail(ErrorKind::unavailable, "gateway_unavailable", "The payment gateway does not answer.");
}

}  // namespace

SandboxPaymentGateway::SandboxPaymentGateway(const Options& options, const Clock& clock, std::stop_token stop)
    : clock_{clock}, timeout_{options.timeout}, stop_{std::move(stop)}, ledger_{options.ledger, clock} {}

bool SandboxPaymentGateway::recognises(const Secret& token) const {
    return SandboxToken::parse(token.expose()).has_value();
}

Result<billing::ChargeAnswer> SandboxPaymentGateway::charge(const billing::Charge& charge) {
    ORION_TRY(const auto step, ledger_.attempt(charge));
    switch (step.kind) {
        case ChargeStep::Kind::answered:
            return step.answer;
        case ChargeStep::Kind::waiting:
            return wait_for_answer(charge.key, step.due);
        case ChargeStep::Kind::unanswered:
            break;
    }
    return no_answer();
}

// The ledger's times are the wall clock's, the caller's patience is measured by the steady one.
Result<billing::ChargeAnswer> SandboxPaymentGateway::wait_for_answer(const std::string& key, Instant due) {
    const auto patience_ends = steady_clock::now() + timeout_;
    for (;;) {
        const auto rest = std::chrono::floor<milliseconds>(patience_ends - steady_clock::now());
        const auto until_due = due - clock_.now();
        if (rest <= milliseconds{0} || !system::wait_unless_stopped(stop_, std::min(rest, until_due)))
            return no_answer();
        if (until_due > rest) continue;
        ORION_TRY(const auto step, ledger_.look_up(key));
        if (step.kind == ChargeStep::Kind::answered) return step.answer;
    }
}

Result<billing::Reversal> SandboxPaymentGateway::reverse(const std::string& key) { return ledger_.reverse(key); }

Result<std::optional<billing::ChargeAnswer>> SandboxPaymentGateway::find(const std::string& key) {
    ORION_TRY(const auto step, ledger_.look_up(key));
    if (step.kind == ChargeStep::Kind::answered) return step.answer;
    return std::nullopt;
}

}  // namespace orion::payments
