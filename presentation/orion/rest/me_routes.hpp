#pragma once

#include "orion/carts/get_own_cart.hpp"
#include "orion/identity/address_book.hpp"
#include "orion/identity/change_password.hpp"
#include "orion/identity/change_profile.hpp"
#include "orion/identity/end_session.hpp"
#include "orion/identity/erase_account.hpp"
#include "orion/identity/export_personal_record.hpp"
#include "orion/identity/get_profile.hpp"
#include "orion/identity/list_sessions.hpp"
#include "orion/identity/request_email_change.hpp"
#include "orion/identity/request_verification.hpp"
#include "orion/ordering/list_orders.hpp"
#include "orion/ports/digest.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// What the routes call by which people look after their own account. All of it outlives them.
struct MeUseCases {
    identity::GetProfile& get_profile;
    identity::ChangeProfile& change_profile;
    identity::ChangePassword& change_password;
    identity::RequestVerification& request_verification;
    identity::RequestEmailChange& request_email_change;
    identity::ListSessions& list_sessions;
    identity::EndSession& end_session;
    identity::ListAddresses& list_addresses;
    identity::AddAddress& add_address;
    identity::ReplaceAddress& replace_address;
    identity::RemoveAddress& remove_address;
    identity::ExportPersonalRecord& export_personal_record;
    identity::EraseAccount& erase_account;
    carts::GetOwnCart& get_own_cart;
    ordering::ListOrders& list_orders;
    const Digest& digest;
};

/// `/api/v1/me…`
std::vector<Route> me_routes(const MeUseCases& use);

}  // namespace orion::rest
