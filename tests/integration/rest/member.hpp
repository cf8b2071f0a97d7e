#pragma once

#include "orion/rest/json_document.hpp"

#include "integration/rest/openapi_checks.hpp"
#include "support/rest_shop.hpp"

#include <boost/json/array.hpp>
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

/// Somebody with an account, who holds every answer against the published description.
struct Member {
    using Headers = std::vector<http::Header>;

    RestShop shop;
    OpenapiChecks description;

    http::Response ask(const std::string& method, const std::string& target, Headers headers = {},
                       std::string body = {}) {
        if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
        auto response = shop.client().ask(method, target, std::move(headers), std::move(body));
        CAPTURE(response.body);
        CHECK(description.fault_of(method, target, response) == "");
        CHECK(header(response, "Cache-Control") == "no-store");
        return response;
    }
    http::Response auth(const std::string& what, std::string body) {
        return ask("POST", "/api/v1/auth/" + what, {{"User-Agent", "Firefox"}}, std::move(body));
    }
    /// The code of a problem, or the status of a success.
    static std::string outcome(const http::Response& response) {
        return response.status < 400 ? std::to_string(response.status)
                                     : std::string{rest::parse_object(response.body)->at("code").as_string()};
    }
    static std::string text(const http::Response& response, std::string_view member) {
        return std::string{rest::parse_object(response.body)->at(member).as_string()};
    }
    static Headers bearer(const http::Response& signed_in) {
        return {{"Authorization", "Bearer " + text(signed_in, "access_token")}};
    }
    static Headers bearer(const identity::SignedIn& signed_in) {
        return {{"Authorization", "Bearer " + signed_in.access_token.expose()}};
    }
    static std::string refresh_body(const http::Response& signed_in) {
        return R"({"refresh_token":")" + text(signed_in, "refresh_token") + R"("})";
    }
    /// `email:malformed_email password:too_short`
    static std::string faults(const http::Response& response) {
        const auto problem = *rest::parse_object(response.body);
        std::set<std::string> named;
        for (const auto& each : problem.at("errors").as_array())
            named.insert(std::string{each.at("field").as_string()} + ':' + std::string{each.at("code").as_string()});
        std::string list;
        for (const auto& each : named) list += (list.empty() ? "" : " ") + each;
        return list;
    }
};

}  // namespace orion::test
