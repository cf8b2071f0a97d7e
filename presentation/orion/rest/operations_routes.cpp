#include "orion/rest/operations_routes.hpp"

#include "orion/rest/documents.hpp"
#include "orion/rest/json_writer.hpp"
#include "orion/rest/responses.hpp"

#include <string>
#include <utility>

namespace orion::rest {
namespace {

// The page runs its own script and style from this server and asks nobody else for anything.
constexpr std::string_view docs_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

http::Response live() { return json_response(200, R"({"status":"up"})"); }

http::Response ready(const Readiness& readiness) {
    const auto report = readiness.report();
    JsonWriter json;
    json.begin_object();
    json.member("status", report.ready ? "ready" : "unavailable");
    json.key("checks");
    json.begin_object();
    for (const auto& check : report.checks) {
        json.key(check.name);
        json.begin_object();
        json.member("status", check.up ? "up" : "down");
        json.member("latency_ms", check.latency_ms);
        json.end_object();
    }
    json.end_object();
    json.end_object();
    auto response = json_response(report.ready ? 200 : 503, std::move(json).text());
    response.headers.push_back({"Cache-Control", "no-store"});
    if (!report.ready) response.headers.push_back({"Retry-After", "1"});
    return response;
}

http::Response startup(bool is_started) {
    auto response =
        is_started ? json_response(200, R"({"status":"started"})") : json_response(503, R"({"status":"starting"})");
    response.headers.push_back({"Cache-Control", "no-store"});
    if (!is_started) response.headers.push_back({"Retry-After", "1"});
    return response;
}

/// A document of the build, under its own media type.
Route document_route(std::string_view pattern, std::string_view media_type, std::string_view text,
                     const Digest& digest) {
    const auto serve = [media_type, text, &digest](const Call& call) -> Outcome {
        auto response = resource_response(call, std::string{text}, digest);
        for (auto& header : response.headers) {
            if (header.name == "Content-Type") header.value = media_type;
        }
        response.headers.push_back({"Content-Security-Policy", std::string{docs_policy}});
        return response;
    };
    return {.method = "GET",
            .pattern = pattern,
            .access = Access::anyone,
            .handler = answering(serve),
            .traffic = Traffic::browsing,
            .media_type = media_type.substr(0, media_type.find(';'))};
}

}  // namespace

std::string_view openapi_document() { return documents::openapi_json; }

std::vector<Route> operations_routes(const Operations& operations) {
    const auto& digest = operations.digest;
    return {
        {.method = "GET",
         .pattern = "/health/live",
         .access = Access::anyone,
         .handler = answering([](const Call&) { return live(); }),
         .traffic = Traffic::operations},
        {.method = "GET",
         .pattern = "/health/ready",
         .access = Access::anyone,
         .handler = answering([operations](const Call&) { return ready(operations.readiness); }),
         .traffic = Traffic::operations},
        {.method = "GET",
         .pattern = "/health/startup",
         .access = Access::anyone,
         .handler = answering([operations](const Call&) { return startup(operations.is_started); }),
         .traffic = Traffic::operations},
        document_route("/openapi.json", "application/json", documents::openapi_json, digest),
        document_route("/docs", "text/html; charset=utf-8", documents::docs_html, digest),
        document_route("/docs/app.js", "text/javascript; charset=utf-8", documents::docs_app_js, digest),
        document_route("/docs/style.css", "text/css; charset=utf-8", documents::docs_style_css, digest),
    };
}

}  // namespace orion::rest
