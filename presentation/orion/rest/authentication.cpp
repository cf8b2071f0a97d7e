#include "orion/rest/authentication.hpp"

#include "orion/rest/headers.hpp"

#include <utility>

namespace orion::rest {
namespace {

std::unexpected<Problem> challenged(Problem problem) {
    if (problem.status == 401) problem.headers.push_back({"WWW-Authenticate", R"(Bearer error="invalid_token")"});
    return std::unexpected{std::move(problem)};
}

}  // namespace

std::expected<Caller, Problem> authenticate(const http::Request& request, Authenticator& authenticator,
                                            Privacy privacy) {
    if (request.count("Authorization") == 0) return Caller{};
    const auto token = bearer_token_of(request);
    if (!token) return challenged({401, "invalid_token", "Authorization must be one bearer token."});
    if (privacy == Privacy::open) {
        if (auto verified = authenticator.verify(*token); !verified) return challenged(std::move(verified).error());
        return Caller{};
    }
    auto person = authenticator.find(*token);
    if (!person) return challenged(std::move(person).error());
    return Caller{*std::move(person)};
}

}  // namespace orion::rest
