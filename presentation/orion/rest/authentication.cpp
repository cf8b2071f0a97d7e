#include "orion/rest/authentication.hpp"

#include "orion/rest/headers.hpp"

#include <utility>

namespace orion::rest {
namespace {

std::unexpected<Problem> challenged(Problem problem) {
    if (problem.status == 401) problem.headers.push_back({"WWW-Authenticate", R"(Bearer error="invalid_token")"});
    return std::unexpected{std::move(problem)};
}

std::expected<Caller, Problem> authenticate_program(const http::Request& request, Authenticator& authenticator,
                                                    const std::string& client) {
    if (request.count("Authorization") > 0)
        return refuse(400, "two_credentials", "A request has an Authorization or an X-Api-Key, not both.");
    const auto refused = [](Problem problem) {
        if (problem.status == 401) problem.headers.push_back({"WWW-Authenticate", R"(ApiKey error="invalid_api_key")"});
        return std::unexpected{std::move(problem)};
    };
    if (request.count("X-Api-Key") > 1) return refused({401, "invalid_api_key", "There is more than one X-Api-Key."});
    auto program = authenticator.find_key(request.header("X-Api-Key").value_or(""), client);
    if (!program) return refused(std::move(program).error());
    return Caller{.program = *std::move(program)};
}

}  // namespace

std::expected<Caller, Problem> authenticate(const http::Request& request, Authenticator& authenticator, Privacy privacy,
                                            const std::string& client) {
    if (request.count("X-Api-Key") > 0) return authenticate_program(request, authenticator, client);
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
