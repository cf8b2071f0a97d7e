#include "orion/rest/authentication.hpp"

#include "orion/rest/dispatcher.hpp"
#include "orion/rest/json_document.hpp"

#include "support/entrance.hpp"
#include "support/rest_client.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace orion;
using namespace orion::rest;
using identity::Role;
using orion::test::header;
using Headers = std::vector<http::Header>;

namespace {

Outcome tell_caller(const Call& call) {
    const auto& person = call.caller.person;
    return http::Response{200, {}, person ? std::string{identity::role_name(person->role)} : "guest"};
}

Route route(std::string_view pattern, Access access, Privacy privacy = Privacy::personal) {
    return {.method = "POST",
            .pattern = pattern,
            .access = access,
            .handler = answering(tell_caller),
            .runs = Runs::in_write_pool,
            .body = Body::required,
            .privacy = privacy};
}

struct Door : test::Entrance {
    Dispatcher dispatcher{{route("/open", Access::anyone, Privacy::open), route("/anyone", Access::anyone),
                           route("/user", Access::user), route("/staff", Access::staff)},
                          ports(),
                          {.write_threads = 1}};
    test::RestClient client{dispatcher};

    http::Response knock(std::string target, Headers headers) {
        return client.post(std::move(target), "{}", std::move(headers));
    }
    /// What is told to whoever brings that `Authorization`: the body, or status and challenge.
    std::string knock(std::string target, std::string authorization) {
        const auto response = knock(std::move(target), Headers{{"Authorization", std::move(authorization)}});
        if (response.status == 200) return response.body;
        return std::to_string(response.status) + ' ' + header(response, "WWW-Authenticate");
    }
};

const std::string refused = R"(401 Bearer error="invalid_token")";

}  // namespace

TEST_SUITE("rest/authentication") {
    TEST_CASE("whoever brings a token is the one who holds it") {
        Door door;
        const auto token = door.people.sign_in(Role::manager);

        CHECK(door.knock("/anyone", Headers{}).body == "guest");
        CHECK(door.knock("/anyone", "Bearer " + token) == "manager");
        CHECK(door.knock("/staff", "Bearer " + token) == "manager");
        CHECK(door.knock("/user", "bEARER  " + token) == "manager");
    }

    TEST_CASE("a bad token is never silently a guest") {
        Door door;
        const auto token = door.people.sign_in(Role::admin);

        for (const auto& value : std::vector<std::string>{
                 "", "Bearer", "Bearer ", token, "Basic " + token, "Bearer" + token, "Bearer unknown", "Bearer expired",
                 "Bearer " + token + ",", "Bearer " + token + " " + token, "Bearer \"" + token + '"',
                 "Bearer " + token + ", Bearer " + token, "Bearer " + std::string(4097, 'a')}) {
            CAPTURE(value);
            CHECK(door.knock("/open", value) == refused);
            CHECK(door.knock("/anyone", value) == refused);
            CHECK(door.knock("/staff", value) == refused);
        }
    }

    TEST_CASE("two tokens are no token, even if they are the same") {
        Door door;
        const auto token = "Bearer " + door.people.sign_in(Role::admin);

        for (const auto* second : {token.c_str(), "Bearer other", ""}) {
            const auto response = door.knock("/anyone", Headers{{"Authorization", token}, {"authorization", second}});
            CHECK(response.status == 401);
        }
    }

    TEST_CASE("a revoked token is refused wherever the answer depends on who asks") {
        Door door;

        CHECK(door.knock("/anyone", "Bearer revoked") == refused);
        CHECK(door.knock("/staff", "Bearer revoked") == refused);
    }

    TEST_CASE("what is the same for all costs nobody a look into the database") {
        Door door;
        const auto token = door.people.sign_in(Role::customer);
        door.people.failure = Error{ErrorKind::unavailable, "database_unavailable", "Try again."};

        CHECK(door.knock("/open", "Bearer " + token) == "guest");
        CHECK(door.people.looked_up == 0);
        const auto response = door.knock("/anyone", Headers{{"Authorization", "Bearer " + token}});
        CHECK(response.status == 503);
        CHECK(header(response, "Retry-After") == "1");
        CHECK(header(response, "WWW-Authenticate").empty());
    }

    TEST_CASE("who may not call learns nothing of what a call needs") {
        Door door;
        const auto customer = "Bearer " + door.people.sign_in(Role::customer);
        const auto code = [&door](const Headers& headers) {
            const auto response = door.client.ask("POST", "/staff?unknown=1", headers, "[not json");
            CHECK(header(response, "Cache-Control") == "no-store");
            return std::to_string(response.status) + ' ' +
                   std::string{parse_object(response.body)->at("code").as_string()};
        };

        CHECK(code({{"Accept", "text/html"}}) == "401 authentication_required");
        CHECK(code({{"Authorization", customer}}) == "403 forbidden");
        CHECK(code({{"Authorization", "Bearer expired"}}) == "401 token_expired");
        CHECK(code({{"Authorization", "Bearer " + door.people.sign_in(Role::staff)}}) == "415 unsupported_media_type");
    }

    TEST_CASE("a guest is told how to log in") {
        Door door;

        CHECK(header(door.knock("/user", Headers{}), "WWW-Authenticate") == "Bearer");
    }

    TEST_CASE("a route without a rule does not start") {
        CHECK_THROWS_AS(Router({route("/forgotten", Access{})}), std::logic_error);
        CHECK_THROWS_AS(Router({route("/staff", Access::staff, Privacy::open)}), std::logic_error);
    }

    TEST_CASE("tokens do not reach the log") {
        Door door;
        const auto token = door.people.sign_in(Role::customer);
        door.knock("/staff", "Bearer " + token);
        door.knock("/user", "Bearer secret-but-wrong");

        for (const auto& line : door.log.lines()) {
            CHECK_FALSE(line.contains(token));
            CHECK_FALSE(line.contains("secret-but-wrong"));
        }
    }
}
