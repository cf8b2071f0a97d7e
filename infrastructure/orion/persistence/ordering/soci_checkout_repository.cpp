#include "orion/persistence/ordering/soci_checkout_repository.hpp"

#include "orion/persistence/ordering/order_changed.hpp"

#include <chrono>
#include <utility>

namespace orion::persistence {
namespace {

using ordering::to_text;

Instant instant(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::optional<std::string> token_of(const ordering::CheckoutSaga& checkout) {
    if (!checkout.payment_token()) return std::nullopt;
    return checkout.payment_token()->expose();
}

}  // namespace

std::optional<ordering::CheckoutSaga> SociCheckoutRepository::find(OrderId order) {
    auto row = session_.row<std::string, std::string, std::int64_t, std::optional<std::int64_t>, std::int64_t,
                            std::optional<std::string>, std::int64_t>(
        "SELECT state, ending, attempt, step_deadline, deadline, payment_token, version FROM ordering_checkouts"
        " WHERE order_id = :1",
        order);
    if (!row) return std::nullopt;
    auto& [state, ending, attempt, step_deadline, deadline, token, version] = *row;
    return ordering::CheckoutSaga::restore(
        {.order = order,
         .state = ordering::parse_checkout_state(state).value(),
         .ending = ordering::parse_checkout_ending(ending).value(),
         .attempt = static_cast<int>(attempt),
         .step_deadline = step_deadline ? std::optional{instant(*step_deadline)} : std::nullopt,
         .deadline = instant(deadline),
         .payment_token = token ? std::optional{Secret{*std::move(token)}} : std::nullopt,
         .version = static_cast<int>(version)});
}

Result<void> SociCheckoutRepository::add(const ordering::CheckoutSaga& checkout,
                                         const ordering::CheckoutPolicy& policy) {
    const auto& now = checkout.snapshot();
    session_.send(
        "INSERT INTO ordering_checkouts (order_id, state, ending, attempt, step_deadline, deadline, wakes_at, parked,"
        " payment_token, version) VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10)",
        now.order, to_text(now.state), to_text(now.ending), now.attempt, now.step_deadline, now.deadline,
        checkout.wakes_at(), checkout.is_parked(policy) ? 1 : 0, token_of(checkout), now.version);
    return {};
}

Result<void> SociCheckoutRepository::save(const ordering::CheckoutSaga& checkout,
                                          const ordering::CheckoutPolicy& policy) {
    const auto& now = checkout.snapshot();
    const auto updated = session_.run(
        "UPDATE ordering_checkouts SET state = :1, ending = :2, attempt = :3, step_deadline = :4, wakes_at = :5,"
        " parked = :6, payment_token = :7, version = :8 WHERE order_id = :9 AND version = :10",
        to_text(now.state), to_text(now.ending), now.attempt, now.step_deadline, checkout.wakes_at(),
        checkout.is_parked(policy) ? 1 : 0, token_of(checkout), now.version, now.order, now.version - 1);
    if (updated != 1) return order_changed();
    return {};
}

}  // namespace orion::persistence
