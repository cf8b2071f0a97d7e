#pragma once

#include "orion/kernel/secret.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace orion {

/// A secret that its owner may change while the process runs: whoever needs it asks each time it connects. Copyable; as
/// thread-safe as what it asks.
class SecretSource {
public:
    /// There is no secret.
    SecretSource() = default;
    /// One that never changes: the simplest source there is, hence no `explicit`.
    SecretSource(Secret fixed)  // NOLINT(google-explicit-constructor)
        : ask_{[fixed = std::move(fixed)] { return std::optional{fixed}; }} {}
    SecretSource(std::optional<Secret> fixed)  // NOLINT(google-explicit-constructor)
        : ask_{[fixed = std::move(fixed)] { return fixed; }} {}
    explicit SecretSource(std::function<std::optional<Secret>()> ask) : ask_{std::move(ask)} {}

    /// As it is now; nothing if there is none. Does not wait for anybody.
    std::optional<Secret> current() const { return ask_ ? ask_() : std::nullopt; }

private:
    std::function<std::optional<Secret>()> ask_;
};

}  // namespace orion
