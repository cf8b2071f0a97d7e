#pragma once

#include "orion/http/message.hpp"
#include "orion/rest/answer.hpp"
#include "orion/rest/caller.hpp"
#include "orion/rest/problem.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace orion::rest {

/// Knows who holds an access token. Thread-safe.
class Authenticator {
public:
    virtual ~Authenticator() = default;

    /// Whether this shop has signed `token` and it has not expired, without looking further.
    /// `unauthenticated` / `invalid_token`, `token_expired`
    virtual Result<void> verify(std::string_view token) const = 0;

    /// Whose it is, if it still holds. As `verify`, also for one that was revoked; `unavailable` when that cannot be
    /// told in time: a caller waits for a bounded time only.
    virtual Result<SignedIn> find(std::string_view token) = 0;

    /// Whose an API key is, if it still holds, for a request from `client`. `unauthenticated` / `invalid_api_key`, and
    /// `unavailable` as `find`.
    virtual Result<identity::KeyHolder> find_key(std::string_view key, const std::string& client) = 0;
};

/// Who makes a request, by its `Authorization` or its `X-Api-Key`, of which one may be there: 400 `two_credentials`.
/// Without any: a guest. 401 for what is not exactly one key that holds, whatever the route. 401 with a challenge for
/// whatever is not exactly one bearer token that holds: a bad token never makes a guest. Where the answer is the same
/// for all (`open`), nobody looks up whose it is, and the caller counts as a guest.
std::expected<Caller, Problem> authenticate(const http::Request& request, Authenticator& authenticator, Privacy privacy,
                                            const std::string& client);

}  // namespace orion::rest
