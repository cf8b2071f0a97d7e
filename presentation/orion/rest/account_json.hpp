#pragma once

#include "orion/identity/export_personal_record.hpp"
#include "orion/identity/saved_address.hpp"
#include "orion/identity/session_tokens.hpp"
#include "orion/identity/user_view.hpp"
#include "orion/rest/json_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

/// `user`: an account as its owner sees it.
std::string user_text(const identity::UserView& user);

/// `account`: as admins see it, with its state and version.
void write_account(JsonWriter& json, const identity::UserView& user);

/// What a log-in is worth, with the account.
std::string signed_in_text(const identity::SignedIn& signed_in);

/// A list of sessions under `name`; `current` is the one that asks.
void write_sessions(JsonWriter& json, std::string_view name, const std::vector<identity::SessionSnapshot>& sessions,
                    SessionId current);

void write_saved_address(JsonWriter& json, const identity::SavedAddress& saved);

/// Everything that is kept about somebody's account.
std::string record_text(const identity::PersonalRecord& record, SessionId current);

}  // namespace orion::rest
