#pragma once

#include "orion/identity/confirm_second_factor.hpp"
#include "orion/identity/remove_second_factor.hpp"
#include "orion/identity/start_second_factor.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes call by which people get a second factor and give it up. All of it outlives them.
struct SecondFactorUseCases {
    identity::StartSecondFactor& start;
    identity::ConfirmSecondFactor& confirm;
    identity::RemoveSecondFactor& remove;
};

/// `/api/v1/me/totp…`
std::vector<Route> second_factor_routes(const SecondFactorUseCases& use);

/// The members `code` and `recovery_code`, both optional.
identity::ShownFactor shown_factor(Fields& body);

}  // namespace orion::rest
