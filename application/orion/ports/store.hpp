#pragma once

#include "orion/kernel/result.hpp"

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace orion {

/// The transactions of one context. `Work` exposes what a transaction of that context may touch: its repositories, its
/// outbox (`publish`) and its inbox (`accept`). Thread-safe; blocks until the outcome is durable.
template <class Work>
class Store {
public:
    virtual ~Store() = default;

    /// Runs `closure(work)` in one transaction: committed durably when it returns a value, rolled back when it returns
    /// an error. The adapter may run it more than once, and on another thread: it must have no effect but through
    /// `work` and its own result. A `transact` inside a `transact` is a contract violation. `unavailable` when the
    /// database did not answer in time; nothing was changed then.
    template <class Closure>
    auto transact(Closure&& closure) -> std::invoke_result_t<Closure&, Work&> {
        using Outcome = std::invoke_result_t<Closure&, Work&>;
        if constexpr (std::is_void_v<typename Outcome::value_type>) {
            return run([&closure](Work& work) -> Result<void> { return closure(work); });
        } else {
            std::optional<typename Outcome::value_type> value;
            ORION_CHECK(run([&closure, &value](Work& work) -> Result<void> {
                auto outcome = closure(work);
                if (!outcome) return std::unexpected{std::move(outcome).error()};
                value.emplace(*std::move(outcome));
                return {};
            }));
            return *std::move(value);
        }
    }

protected:
    using Transaction = std::function<Result<void>(Work&)>;
    virtual Result<void> run(const Transaction& transaction) = 0;
};

}  // namespace orion
