// Any bytes as the body of a request that is in order but for it: what the reader of bodies takes is one JSON object,
// to the letter; no route takes anything else, and what is wrong with its members is named field by field.
//
// Input: method and pattern of a route, `POST /api/v1/orders`; the body.
#include "orion/catalogue_files/json_tree.hpp"
#include "orion/kernel/text.hpp"
#include "orion/rest/json_document.hpp"

#include "fuzz/require.hpp"
#include "support/rest_shop.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace orion;

namespace {

using boost::json::object;
using boost::json::value;
using test::require;

std::size_t depth_of(const value& node) {
    std::size_t below = 0;
    if (const auto* members = node.if_object())
        for (const auto& member : *members) below = std::max(below, depth_of(member.value()));
    if (const auto* elements = node.if_array())
        for (const auto& element : *elements) below = std::max(below, depth_of(element));
    return node.is_structured() ? below + 1 : 0;
}

void check_reader(const std::string& body, const std::optional<object>& read) {
    // The other reader of JSON, that of catalogue files.
    const auto tree = catalogue_files::parse_json(body);
    require(read.has_value() == (tree && tree->object() != nullptr));
    if (!read) return;
    require(is_utf8(body) && depth_of(*read) <= 32);
    require(!rest::parse_object(body + '}') && !rest::parse_object('[' + body + ']'));
    require(!rest::parse_object(body.substr(0, body.rfind('}'))));
    require(rest::parse_object("\r\n" + body + "\t ").has_value());
    const auto canonical = rest::canonical_text(*read);
    const auto again = rest::parse_object(canonical);
    require(again && rest::canonical_text(*again) == canonical);
}

/// A shop whose admin asks, for what there is.
struct Shop {
    Shop() {
        admin = shop.sign_in(identity::Role::admin, "ann@example.com").access_token.expose();
        customer = shop.sign_in(identity::Role::customer, "zoe@example.com").user.id.to_string();
        program = shop.program({identity::Scope::tokens_validate});
        cart = id_of(ask("POST", "/api/v1/carts", "{}"));
        category = id_of(ask("POST", "/api/v1/admin/categories", R"({"slug":"tea","name":"Tea"})"));
        product = shop.catalog.state().products.begin()->first.to_string();
        for (const auto& route : shop.dispatcher.routes())
            if (route.body != rest::Body::none && route.body_types.empty()) routes.push_back(&route);
    }

    http::Response ask(std::string_view method, std::string target, std::string body) {
        std::vector<http::Header> headers{{"Idempotency-Key", "k"}};
        if (target.ends_with("/auth/validate")) {
            headers.push_back({"X-Api-Key", program});
        } else {
            headers.push_back({"Authorization", "Bearer " + admin});
        }
        headers.push_back({"Content-Type", "application/json"});
        return shop.client().ask(std::string{method}, std::move(target), std::move(headers), std::move(body));
    }

    static std::string id_of(const http::Response& response) {
        return std::string{rest::parse_object(response.body)->at("id").as_string()};
    }

    /// The route of that name, or any.
    const rest::Route& route(std::string_view name) const {
        for (const auto* each : routes)
            if (std::string{each->method} + ' ' + std::string{each->pattern} == name) return *each;
        return *routes[std::accumulate(name.begin(), name.end(), std::size_t{0},
                                       [](std::size_t sum, char c) { return sum + static_cast<std::uint8_t>(c); }) %
                       routes.size()];
    }

    std::string target(std::string_view pattern) const {
        std::string target{pattern};
        const auto fill = [&target](std::string_view name, std::string_view with) {
            if (const auto at = target.find(name); at != std::string::npos) target.replace(at, name.size(), with);
        };
        fill("carts/{id}", "carts/" + cart);
        fill("products/{id}", "products/" + product);
        fill("categories/{id}", "categories/" + category);
        fill("users/{id}", "users/" + customer);
        fill("{id}", cart);
        fill("{sku}", "TEA");
        return target;
    }

    test::RestShop shop;
    std::string admin;
    std::string customer;
    std::string program;
    std::string cart;
    std::string category;
    std::string product;
    std::vector<const rest::Route*> routes;
};

bool is_named(const value& fault) {
    const auto* members = fault.if_object();
    if (members == nullptr) return false;
    return members->contains("field") &&
           std::ranges::all_of(std::array{"code", "message"}, [members](const char* name) {
               const auto* text = members->if_contains(name);
               return text != nullptr && text->is_string() && !text->get_string().empty();
           });
}

void check_answer(const http::Response& response, bool is_object) {
    require(response.status < 500);
    const auto answer = rest::parse_object(response.body);
    require(answer || response.body.empty());
    if (response.status < 400) return;
    require(answer && test::header(response, "Content-Type") == "application/problem+json");
    require((answer->at("code").as_string() == "malformed_json") == (response.status == 400 && !is_object));
    if (response.status != 422) return;
    const auto& faults = answer->at("errors").as_array();
    require(!faults.empty() && std::ranges::all_of(faults, is_named));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // A fresh shop now and then: fakes copy what they hold in every transaction, and an admin may give up everything.
    static std::unique_ptr<Shop> shop;
    static unsigned asked = 0;
    if (asked++ % 500 == 0) shop = std::make_unique<Shop>();

    auto input = test::text_of(data, size);
    const auto& route = shop->route(test::take_until(input, '\n'));
    const std::string body{input};
    const auto read = rest::parse_object(body);
    check_reader(body, read);

    const auto response = shop->ask(route.method, shop->target(route.pattern), body);
    if (response.status == 401 && shop->ask("GET", "/api/v1/me", "").status == 401) asked = 0;
    const bool is_nothing = body.empty() && route.body == rest::Body::optional;
    require(read || is_nothing || response.status >= 400);
    check_answer(response, read || is_nothing);
    return 0;
}
