#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace orion::payments {

/// What the sandbox does with a payment. The token says so; docs/sandbox-payments.md lists them.
struct SandboxToken {
    enum class Kind { approve, decline, flaky, unavailable, slow, lost };
    Kind kind;
    std::chrono::milliseconds delay{0};  ///< of `slow`

    static constexpr std::chrono::milliseconds max_delay{60'000};

    /// Nothing for a token that is not the sandbox's.
    static std::optional<SandboxToken> parse(std::string_view text);
    /// As the ledger names it: "approve".
    std::string_view name() const;
};

}  // namespace orion::payments
