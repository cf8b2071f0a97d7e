#pragma once

#include "orion/billing/payment_gateway.hpp"
#include "orion/payments/sandbox_token.hpp"
#include "orion/persistence/sqlite_database.hpp"
#include "orion/ports/clock.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace orion::payments {

/// What the sandbox knows of a charge after a call.
struct ChargeStep {
    enum class Kind { answered, unanswered, waiting };
    Kind kind;
    billing::ChargeAnswer answer{};  ///< if answered
    Instant due{};                   ///< if waiting: when the money is taken
};

/// The sandbox's books: a SQLite file of its own (`charges`, `reversals`; docs/sandbox-payments.md), apart from
/// billing's transactions, durable before any answer. Any number of threads and processes may use it at once.
/// `unavailable` when the file does not answer.
class SandboxLedger {
public:
    /// Creates the file when missing. Throws persistence::CannotOpenDatabase.
    SandboxLedger(const std::filesystem::path& file, const Clock& clock);

    /// Counts the attempt, decides as the token says and books it.
    Result<ChargeStep> attempt(const billing::Charge& charge);
    /// The same without a new attempt: after waiting.
    Result<ChargeStep> look_up(const std::string& key);
    Result<billing::Reversal> reverse(const std::string& key);

private:
    const Clock& clock_;
    persistence::SqliteDatabase database_;
};

}  // namespace orion::payments
