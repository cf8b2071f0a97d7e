#include "orion/rest/dispatcher.hpp"

#include "orion/rest/json_document.hpp"
#include "orion/rest/query_fields.hpp"

#include "support/entrance.hpp"
#include "support/rest_client.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <future>
#include <stdexcept>

using namespace orion;
using namespace orion::rest;
using orion::test::header;

namespace {

http::Response ok(std::string body) { return {200, {{"Content-Type", "application/json"}}, std::move(body)}; }

std::vector<Route> some_routes() {
    const auto greet = [](const Call&) -> Outcome { return ok("{}"); };
    const auto list = [](const Call& call) -> Outcome {
        FieldErrors errors;
        QueryFields{call.query, errors}.page_limit();
        if (!errors.empty()) return std::unexpected{Problem{std::move(errors).to_error()}};
        return ok("{}");
    };
    const auto name = [](const Call& call) -> Outcome { return ok(std::string{call.parameter("id")}); };
    const auto echo = [](const Call& call) -> Outcome { return ok(canonical_text(call.body)); };
    const auto where = [](const Call&) -> Outcome { return ok(current_trace().correlation_id); };
    const auto fail_badly = [](const Call&) -> Outcome { throw std::runtime_error{"SELECT secret"}; };
    const auto forget = [](const Call&, Answer) {};
    return {
        {.method = "GET",
         .pattern = "/things",
         .access = Access::anyone,
         .handler = answering(list),
         .query = {"limit"}},
        {.method = "POST",
         .pattern = "/things",
         .access = Access::anyone,
         .handler = answering(echo),
         .runs = Runs::in_write_pool,
         .body = Body::required},
        {.method = "GET",
         .pattern = "/things/{id}",
         .access = Access::anyone,
         .handler = answering(name),
         .privacy = Privacy::personal},
        {.method = "DELETE",
         .pattern = "/things/{id}",
         .access = Access::anyone,
         .handler = answering(where),
         .runs = Runs::in_write_pool},
        {.method = "POST", .pattern = "/things/{id}/hide", .access = Access::anyone, .handler = answering(greet)},
        {.method = "POST",
         .pattern = "/things/{id}/mend",
         .access = Access::anyone,
         .handler = answering(echo),
         .body = Body::optional},
        {.method = "GET", .pattern = "/broken", .access = Access::anyone, .handler = answering(fail_badly)},
        {.method = "GET", .pattern = "/forgotten", .access = Access::anyone, .handler = forget},
        {.method = "GET",
         .pattern = "/page",
         .access = Access::anyone,
         .handler = answering(greet),
         .media_type = "text/html"},
    };
}

struct Desk : test::Entrance {
    using Entrance::Entrance;
    Dispatcher dispatcher{some_routes(), ports(), {.write_threads = 2}};
    test::RestClient client{dispatcher};

    http::Response ask(std::string method, std::string target, std::vector<http::Header> headers = {},
                       std::string body = {}) {
        return client.ask(std::move(method), std::move(target), std::move(headers), std::move(body));
    }
    http::Response post(std::string target, std::string body) {
        return client.post(std::move(target), std::move(body));
    }
};

std::string code(const http::Response& response) {
    const auto problem = parse_object(response.body);
    REQUIRE(problem);
    CHECK(header(response, "Content-Type") == "application/problem+json");
    CHECK(header(response, "Cache-Control") == "no-store");
    CHECK(problem->at("status").to_number<int>() == response.status);
    CHECK(std::string_view{problem->at("correlation_id").as_string()} == header(response, "X-Correlation-ID"));
    return std::string{problem->at("code").as_string()};
}

}  // namespace

TEST_SUITE("rest/dispatcher") {
    TEST_CASE("a path leads to its route, with its parameters decoded") {
        Desk desk;

        CHECK(desk.ask("GET", "/things").status == 200);
        CHECK(desk.ask("GET", "/things/tea%2Fpot").body == "tea/pot");
        CHECK(desk.ask("GET", "/%74hings?limit=5").status == 200);
        CHECK(desk.ask("HEAD", "/things").status == 200);
    }

    TEST_CASE("what is at no address is 404, with or without slashes at the end") {
        Desk desk;

        for (const auto* target :
             {"/", "/thing", "/things/", "//things", "/things//mend", "/things/a/b", "/things/%00"}) {
            CAPTURE(target);
            const auto response = desk.ask("GET", target);
            CHECK(response.status == 404);
            CHECK(code(response) == "not_found");
        }
        CHECK(desk.ask("GET", "/things/%zz").status == 400);
    }

    TEST_CASE("a wrong method is told the right ones") {
        Desk desk;

        const auto response = desk.ask("PUT", "/things");

        CHECK(response.status == 405);
        CHECK(code(response) == "method_not_allowed");
        CHECK(header(response, "Allow") == "GET, HEAD, POST, OPTIONS");
        CHECK(desk.ask("get", "/things").status == 405);
        CHECK(desk.ask("HEAD", "/things/a/mend").status == 405);
    }

    TEST_CASE("OPTIONS tells what an address takes") {
        Desk desk;

        const auto response = desk.ask("OPTIONS", "/things/a");

        CHECK(response.status == 204);
        CHECK(header(response, "Allow") == "GET, HEAD, DELETE, OPTIONS");
        CHECK(desk.ask("OPTIONS", "*").status == 204);
        CHECK(desk.ask("OPTIONS", "/nowhere").status == 404);
    }

    TEST_CASE("a body is one JSON object that says so") {
        Desk desk;

        CHECK(desk.post("/things", R"( {"b":1, "a":2} )").body == R"({"a":2,"b":1})");
        CHECK(code(desk.post("/things", "[]")) == "malformed_json");
        CHECK(code(desk.post("/things", "")) == "malformed_json");
        CHECK(code(desk.ask("POST", "/things", {{"Content-Type", "text/plain"}}, "{}")) == "unsupported_media_type");
        CHECK(code(desk.ask("POST", "/things", {}, "{}")) == "unsupported_media_type");
        CHECK(desk.ask("POST", "/things/a/mend").body == "{}");
        CHECK(desk.post("/things/a/mend", R"({"a":1})").body == R"({"a":1})");
        CHECK(code(desk.post("/things/a/mend", "{")) == "malformed_json");
    }

    TEST_CASE("what the caller cannot read is not sent") {
        Desk desk;

        CHECK(code(desk.ask("GET", "/things", {{"Accept", "text/html"}})) == "not_acceptable");
        CHECK(code(desk.ask("GET", "/page", {{"Accept", "image/png"}})) == "not_acceptable");
        CHECK(desk.ask("GET", "/page", {{"Accept", "text/html"}}).status == 200);
        CHECK(desk.ask("GET", "/things", {{"Accept", "application/problem+json"}}).status == 200);
    }

    TEST_CASE("query parameters that nobody knows are named") {
        Desk desk;

        const auto response = desk.ask("GET", "/things?limit=1&lmit=2");

        CHECK(response.status == 422);
        CHECK(code(response) == "unknown_parameter");
        CHECK(response.body.contains(R"("errors":[{"field":"lmit","code":"unknown_parameter")"));
        CHECK(code(desk.ask("GET", "/things?limit=0&lmit=2")) == "invalid_fields");
        CHECK(code(desk.ask("GET", "/things/7?limit=1")) == "unknown_parameter");
    }

    TEST_CASE("what is sent where nothing is asked for is no secret wish") {
        Desk desk;

        CHECK(desk.ask("POST", "/things/7/hide").status == 200);
        CHECK(desk.post("/things/7/hide", "{}").status == 200);
        CHECK(code(desk.post("/things/7/hide", R"({"until":"tomorrow"})")) == "unknown_field");
        CHECK(code(desk.post("/things/7/hide", "{")) == "malformed_json");
        CHECK(code(desk.ask("POST", "/things/7/hide", {{"Content-Type", "text/plain"}}, "now")) ==
              "unsupported_media_type");
    }

    TEST_CASE("the correlation id comes back on everything, and is there while the work is done") {
        Desk desk;
        const std::vector<http::Header> mine{{"x-correlation-id", "mine"}};

        CHECK(header(desk.ask("GET", "/things", mine), "X-Correlation-ID") == "mine");
        CHECK(header(desk.ask("GET", "/nowhere", mine), "X-Correlation-ID") == "mine");
        CHECK(desk.ask("DELETE", "/things/a", mine).body == "mine");
        CHECK(header(desk.ask("GET", "/things"), "X-Correlation-ID").size() == 36);
        CHECK(header(desk.dispatcher.refuse(413, "Too large.", {}), "X-Correlation-ID").size() == 36);
        const auto refused =
            desk.dispatcher.refuse(413, "Too large.", test::RestClient::request("POST", "/things?q=1", mine));
        CHECK(header(refused, "X-Correlation-ID") == "mine");
        CHECK(refused.body.contains(R"("instance":"/things",)"));
    }

    TEST_CASE("every answer is guarded against sniffing, framing and caches") {
        Desk desk;

        for (const auto& response :
             {desk.ask("GET", "/things"), desk.ask("GET", "/things/a"), desk.ask("GET", "/nowhere"),
              desk.ask("GET", "/broken"), desk.dispatcher.refuse(400, "No.", {})}) {
            CHECK(header(response, "X-Content-Type-Options") == "nosniff");
            CHECK(header(response, "X-Frame-Options") == "DENY");
            CHECK(header(response, "Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'");
            CHECK(header(response, "Referrer-Policy") == "no-referrer");
        }
        CHECK(header(desk.ask("GET", "/things"), "Cache-Control") == "no-cache");
        CHECK(header(desk.ask("GET", "/things/a"), "Cache-Control") == "no-store");
    }

    TEST_CASE("a failure inside shows nothing of itself, and is logged") {
        Desk desk;

        const auto response = desk.ask("GET", "/broken");

        CHECK(response.status == 500);
        CHECK(code(response) == "internal_error");
        CHECK_FALSE(response.body.contains("SELECT"));
        const auto lines = desk.log.lines();
        CHECK(std::ranges::any_of(lines, [](const auto& line) { return line.contains("what=SELECT secret"); }));
    }

    TEST_CASE("a handler that forgets its answer gives 500") {
        Desk desk;

        CHECK(desk.ask("GET", "/forgotten").status == 500);
    }

    TEST_CASE("what the transport refuses is a problem too") {
        Desk desk;

        for (const int status : {400, 408, 413, 414, 417, 431, 500, 501, 503, 505}) {
            const auto response = desk.dispatcher.refuse(status, "Because.", {});
            CHECK(response.status == status);
            CHECK_FALSE(code(response).empty());
        }
        CHECK(header(desk.dispatcher.refuse(503, "Busy.", {}), "Retry-After") == "1");
    }

    TEST_CASE("who asks too often is told when to come back") {
        const Error soon{ErrorKind::throttled, "too_many_attempts", "Later."};
        auto late = soon;
        late.retry_after = std::chrono::seconds{90};
        CHECK(Problem{soon}.headers.at(0).value == "1");
        CHECK(Problem{late}.headers.at(0).value == "90");
        CHECK(Problem{late}.headers.at(1).value == R"("too_many_attempts";q=1;w=90)");
        CHECK(Problem{late}.headers.at(2).value == R"("too_many_attempts";r=0;t=90)");
    }

    TEST_CASE("each request leaves one line without what it said") {
        Desk desk;

        desk.ask("GET", "/things/secret?limit=1");
        desk.ask("GET", "/things/secret", {{"X-Cart-Token", "token"}});

        const auto lines = desk.log.lines();
        REQUIRE(lines.size() == 2);
        CHECK(lines[1].starts_with("request method=GET route=/things/{id} status=200 duration_us="));
        CHECK_FALSE(lines[0].contains("secret"));
    }

    TEST_CASE("writes that find the queue full are told to come back") {
        test::Entrance entrance;
        std::promise<void> gate;
        const auto opened = gate.get_future().share();
        const auto wait = [opened](const Call&) -> Outcome {
            opened.wait();
            return ok("{}");
        };
        std::vector<std::future<http::Response>> answers;
        {
            Dispatcher dispatcher{{{.method = "POST",
                                    .pattern = "/wait",
                                    .access = Access::anyone,
                                    .handler = answering(wait),
                                    .runs = Runs::in_write_pool}},
                                  entrance.ports(),
                                  {.write_threads = 1, .max_queued_writes = 2}};
            test::RestClient client{dispatcher};
            for (int i = 0; i < 10; ++i) answers.push_back(client.begin(test::RestClient::request("POST", "/wait")));
            gate.set_value();
        }
        std::vector<int> statuses;
        for (auto& answer : answers) {
            const auto response = answer.get();
            statuses.push_back(response.status);
            if (response.status == 503) CHECK(header(response, "Retry-After") == "1");
        }
        const auto shed = std::ranges::count(statuses, 503);
        CHECK(shed >= 7);
        CHECK(std::ranges::count(statuses, 200) == 10 - shed);
    }
}
