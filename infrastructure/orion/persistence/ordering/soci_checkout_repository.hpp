#pragma once

#include "orion/ordering/ordering_store.hpp"
#include "orion/persistence/session.hpp"

#include <optional>

namespace orion::persistence {

class SociCheckoutRepository final : public ordering::CheckoutRepository {
public:
    explicit SociCheckoutRepository(Session& session) : session_{session} {}

    std::optional<ordering::CheckoutSaga> find(OrderId order) override;
    Result<void> add(const ordering::CheckoutSaga& checkout, const ordering::CheckoutPolicy& policy) override;
    Result<void> save(const ordering::CheckoutSaga& checkout, const ordering::CheckoutPolicy& policy) override;

private:
    Session& session_;
};

}  // namespace orion::persistence
