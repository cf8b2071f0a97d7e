#pragma once

#include "orion/identity/session_tokens.hpp"
#include "orion/identity/user_view.hpp"

#include <string>

namespace orion::rest {

/// `user`: an account as its owner sees it.
std::string user_text(const identity::UserView& user);

/// What a log-in is worth, with the account.
std::string signed_in_text(const identity::SignedIn& signed_in);

}  // namespace orion::rest
