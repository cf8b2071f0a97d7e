#include "orion/carts/expire_carts.hpp"

namespace orion::carts {
namespace {

constexpr std::size_t batch_size = 100;

}  // namespace

Result<std::size_t> ExpireCarts::execute() {
    const auto now = ports_.clock.now();
    const auto since = now - policy_.abandoned_after;
    std::size_t expired = 0;
    std::optional<IdleCart> last;
    for (;;) {
        ORION_TRY(const auto idle, ports_.queries.idle(since, last, batch_size));
        ORION_TRY(const auto doomed, not_lately_ordered(idle, now));
        ORION_TRY(const auto removed, ports_.store.transact([&](CartsWork& work) -> Result<std::size_t> {
            std::size_t count = 0;
            for (const auto& cart : doomed) count += work.carts().remove_untouched(cart, since) ? 1 : 0;
            return count;
        }));
        expired += removed;
        if (idle.size() < batch_size) return expired;
        last = idle.back();
    }
}

Result<std::vector<CartId>> ExpireCarts::not_lately_ordered(const std::vector<IdleCart>& carts, Instant now) {
    std::vector<CartId> found;
    for (const auto& cart : carts) {
        ORION_TRY(const auto ordered_at, ports_.orders.ordered_at(cart.id));
        if (!ordered_at || *ordered_at + policy_.kept_after_order <= now) found.push_back(cart.id);
    }
    return found;
}

}  // namespace orion::carts
