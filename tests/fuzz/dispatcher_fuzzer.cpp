// Any request through every route: nothing crashes, everything is answered, and every failure is a problem document.
// Input: method, target, headers as `name: value` lines, an empty line, body. `access-2` is an admin's token,
// `access-3` a customer's, `random 4` a program's key.
#include "orion/http/message.hpp"
#include "orion/rest/json_document.hpp"

#include "fuzz/require.hpp"
#include "support/rest_shop.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

using orion::test::require;
using orion::test::take_until;

orion::http::Request request_of(std::string_view input) {
    orion::http::Request request;
    request.method = take_until(input, '\n');
    request.target = take_until(input, '\n');
    for (auto line = take_until(input, '\n'); !line.empty(); line = take_until(input, '\n')) {
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) continue;
        orion::http::Header header{std::string{line.substr(0, colon)}, std::string{line.substr(colon + 2)}};
        // A wait would hold the fuzzer up.
        if (!header.is_named("Prefer")) request.headers.push_back(std::move(header));
    }
    request.body = input;
    return request;
}

bool is_problem(const orion::http::Response& response) {
    const auto problem = orion::rest::parse_object(response.body);
    return problem && problem->contains("code") && problem->contains("correlation_id") && response.status != 500 &&
           orion::test::header(response, "Content-Type") == "application/problem+json";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    // A fresh shop now and then: fakes copy what they hold in every transaction.
    static std::optional<orion::test::RestShop> shop;
    static unsigned asked = 0;
    if (asked++ % 1000 == 0) {
        shop.emplace();
        shop->sign_in(orion::identity::Role::admin, "ann@example.com");
        shop->sign_in(orion::identity::Role::customer, "zoe@example.com");
        shop->program({orion::identity::scopes.begin(), orion::identity::scopes.end()});
    }
    const auto response = shop->client().begin(request_of(orion::test::text_of(bytes, size))).get();
    require(response.status < 400 || is_problem(response));
    return 0;
}
