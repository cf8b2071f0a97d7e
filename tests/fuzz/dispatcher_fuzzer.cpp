// Any request through every route: nothing crashes, everything is answered, and every failure is a problem document.
// Input: method, target, headers as `name: value` lines, an empty line, body.
#include "orion/rest/json_document.hpp"

#include "support/rest_shop.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

std::string_view take_line(std::string_view& rest) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    return line;
}

orion::http::Request request_of(std::string_view input) {
    orion::http::Request request;
    request.method = take_line(input);
    request.target = take_line(input);
    for (auto line = take_line(input); !line.empty(); line = take_line(input)) {
        const auto colon = line.find(": ");
        // A wait would hold the fuzzer up.
        if (colon == std::string_view::npos || line.substr(0, colon).size() == 6) continue;
        request.headers.push_back({std::string{line.substr(0, colon)}, std::string{line.substr(colon + 2)}});
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
    if (asked++ % 1000 == 0) shop.emplace();
    const std::string_view input{reinterpret_cast<const char*>(bytes), size};  // NOLINT(*-reinterpret-cast)
    const auto response = shop->client().begin(request_of(input)).get();
    if (response.status >= 400 && !is_problem(response)) std::abort();
    return 0;
}
