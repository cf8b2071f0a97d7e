#include "orion/rest/dispatcher.hpp"

#include "orion/ports/performer.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/headers.hpp"
#include "orion/rest/json_document.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <memory>
#include <utility>

namespace orion::rest {
namespace {

using RequestId = Id<struct RequestTag>;

class ConnectionDelivery : public Delivery {
public:
    explicit ConnectionDelivery(http::Responder respond) : respond_{std::move(respond)} {}
    void deliver(http::Response response) override { respond_(std::move(response)); }

private:
    http::Responder respond_;
};

Problem with_header(Problem problem, std::string_view name, std::string value) {
    problem.headers.push_back({std::string{name}, std::move(value)});
    return problem;
}

std::string what_a_body_must_be(const Route& route) {
    std::string types;
    for (const auto type : route.body_types) types.append(types.empty() ? "" : " or ").append(type);
    return "The body must be uncompressed " + (types.empty() ? "application/json" : types) +
           " in UTF-8, and its Content-Type say so.";
}

/// A POST without fields may still bring an object, and what stands in it is looked at.
bool takes_json(const http::Request& request, const Route& route) {
    if (!route.body_types.empty()) return false;
    if (route.body == Body::none) return request.method == "POST" && !request.body.empty();
    return route.body == Body::required || !request.body.empty();
}

/// What the client may send and wants back, before anything is read.
std::expected<void, Problem> negotiate(const http::Request& request, const Route& route) {
    const bool wanted = accepts(request, route.media_type) || accepts(request, "application/problem+json");
    if (!wanted) {
        return refuse(406, "not_acceptable",
                      "This resource is available as " + std::string{route.media_type} + " only.");
    }
    if (request.body.empty() || (route.body_types.empty() && !takes_json(request, route))) return {};
    const auto fits = [&request](std::string_view media_type) { return announces(request, media_type); };
    if (route.body_types.empty() ? announces_json(request) : std::ranges::any_of(route.body_types, fits)) return {};
    return refuse(415, "unsupported_media_type", what_a_body_must_be(route));
}

std::string_view query_part(std::string_view target) {
    const auto question = target.find('?');
    return question == std::string_view::npos ? std::string_view{} : target.substr(question + 1);
}

std::expected<boost::json::object, Problem> read_body(const http::Request& request, const Route& route) {
    if (!takes_json(request, route)) return boost::json::object{};
    auto object = parse_object(request.body);
    if (!object) return refuse(400, "malformed_json", "The body is not one JSON object.");
    if (route.body != Body::none) return *std::move(object);
    FieldErrors errors;
    Fields{*object, errors}.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{Problem{std::move(errors).to_error()}};
    return boost::json::object{};
}

/// Where none are read; elsewhere QueryFields tells of them, together with bad values.
std::expected<void, Problem> refuse_parameters(const Query& query, const Route& route) {
    if (!route.query.empty() || query.faults().empty()) return {};
    FieldErrors errors;
    for (const auto& fault : query.faults()) errors.add(fault.field, fault.code, fault.message);
    return std::unexpected{Problem{std::move(errors).to_error()}};
}

std::expected<void, Problem> admit_count(const Edge::Count& count, Answer& answer) {
    answer.add(count.headers);
    if (!count.allowed) return std::unexpected{rate_limited(count)};
    return {};
}

Problem transport_problem(int status, std::string_view reason) {
    const std::string detail{reason};
    switch (status) {
        case 400:
            return {status, "malformed_request", detail};
        case 408:
            return {status, "request_timeout", detail};
        case 413:
            return {status, "body_too_large", detail};
        case 414:
            return {status, "target_too_long", detail};
        case 417:
            return {status, "expectation_failed", detail};
        case 431:
            return {status, "headers_too_large", detail};
        case 501:
            return {status, "not_implemented", detail};
        case 503:
            return with_header({status, "overloaded", detail}, "Retry-After", "1");
        case 505:
            return {status, "http_version_not_supported", detail};
        default:
            return {500, "internal_error", "Something went wrong. Please try again."};
    }
}

}  // namespace

Dispatcher::Dispatcher(std::vector<Route> routes, const Ports& ports, const DispatcherSettings& settings)
    : router_{std::move(routes)},
      ports_{ports},
      max_queued_writes_{settings.max_queued_writes},
      writes_{settings.write_threads, settings.max_queued_writes, [this](Job job) { run(std::move(job)); }},
      passwords_{settings.password_threads, settings.max_queued_passwords, [this](Job job) { run(std::move(job)); }} {
    contract(settings.write_threads > 0 && settings.password_threads > 0, "writes and passwords need a thread");
}

void Dispatcher::serve(http::Request request, http::Responder respond) {
    dispatch(std::move(request), std::make_unique<ConnectionDelivery>(std::move(respond)));
}

http::Response Dispatcher::refuse(int status, std::string_view reason, const http::Request& request) {
    const auto sent = correlation_id_of(request);
    const auto correlation_id = sent ? *sent : fresh_correlation_id();
    const std::string_view target = request.target.empty() ? "/" : std::string_view{request.target};
    auto response = to_response(transport_problem(status, reason), target, correlation_id);
    std::ranges::move(ports_.edge.headers_for(request), std::back_inserter(response.headers));
    add_common_headers(response, correlation_id, Privacy::personal);
    const TraceScope scope{{correlation_id, {}, {}}};
    ports_.log.info("request refused", {{"status", response.status}, {"reason", reason}});
    return response;
}

void Dispatcher::dispatch(http::Request request, std::unique_ptr<Delivery> delivery) {
    auto correlation_id = correlation_id_of(request);
    TraceContext trace{
        correlation_id ? *std::move(correlation_id) : fresh_correlation_id(), {}, traceparent_of(request)};
    Answer answer{{.delivery = std::move(delivery),
                   .log = &ports_.log,
                   .trace = trace,
                   .method = request.method,
                   .target = request.target,
                   .pattern = "none",
                   .privacy = Privacy::personal,
                   .began = std::chrono::steady_clock::now(),
                   .headers = ports_.edge.headers_for(request)}};
    try {
        begin(std::move(request), std::move(trace), std::move(answer));
    } catch (const std::exception& exception) {
        ports_.log.error("a request could not be begun", {{"what", exception.what()}});
    }
}

void Dispatcher::begin(http::Request request, TraceContext trace, Answer answer) {
    if (auto admitted = ports_.edge.admit_host(request); !admitted)
        return answer(std::unexpected{std::move(admitted).error()});
    const std::string_view target = request.target;
    if (target == "*" && request.method == "OPTIONS")
        return answer(http::Response{204, {{"Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS"}}, {}});
    auto segments = parse_path(target.substr(0, target.find('?')));
    if (!segments) return answer(std::unexpected{std::move(segments).error()});

    auto match = router_.find(request.method, *segments);
    if (!match) return answer(rest::refuse(404, "not_found", "There is nothing at this address."));
    if (is_preflight(request)) return answer(preflight_response(match->allow));
    if (request.method == "OPTIONS") return answer(http::Response{204, {{"Allow", std::move(match->allow)}}, {}});
    if (match->route == nullptr) {
        Problem problem{405, "method_not_allowed", "This address does not answer to this method."};
        return answer(std::unexpected{with_header(std::move(problem), "Allow", std::move(match->allow))});
    }
    const auto& route = *match->route;
    answer.route(std::string{route.pattern}, route.privacy);

    Job job{.route = &route,
            .trace = std::move(trace),
            .call = {.request = std::move(request), .path = std::move(match->parameters), .query = {}, .body = {}},
            .answer = std::move(answer)};
    if (auto admitted = admit_client(route, job.call, job.answer); !admitted)
        return job.answer(std::unexpected{std::move(admitted).error()});
    if (route.runs == Runs::on_http_thread) return run(std::move(job));
    if (!enqueue(job)) job.answer(std::unexpected{transport_problem(503, "Too much of this is being done just now.")});
}

bool Dispatcher::enqueue(Job& job) {
    if (job.route->runs == Runs::in_password_pool) return passwords_.offer(job);
    // The last quarter of the queue is kept for those who pay.
    const bool pays = job.route->traffic == Traffic::checkout;
    return writes_.offer(job, pays ? max_queued_writes_ : max_queued_writes_ - max_queued_writes_ / 4);
}

void Dispatcher::run(Job job) noexcept {
    const TraceScope scope{std::move(job.trace)};
    try {
        if (auto admitted = admit(*job.route, job.call, job.answer); !admitted)
            return job.answer(std::unexpected{std::move(admitted).error()});
        const PerformerScope performer{{.actor = actor_of(job.call.caller), .address = job.call.client}};
        job.route->handler(job.call, std::move(job.answer));
    } catch (const std::exception& exception) {
        ports_.log.error("a handler failed", {{"route", job.route->pattern}, {"what", exception.what()}});
    } catch (...) {
        ports_.log.error("a handler failed", {{"route", job.route->pattern}});
    }
}

std::expected<void, Problem> Dispatcher::admit_client(const Route& route, Call& call, Answer& answer) const {
    ORION_CHECK(ports_.edge.admit_feature(route.feature));
    ORION_CHECK(ports_.edge.admit_load(route.traffic, call.request.arrived));
    call.client = ports_.edge.client_of(call.request);
    return admit_count(ports_.edge.count_client(route.traffic, call.client), answer);
}

std::expected<void, Problem> Dispatcher::admit(const Route& route, Call& call, Answer& answer) const {
    ORION_TRY(call.caller, authenticate(call.request, ports_.authenticator, route.privacy, call.client));
    if (const auto& person = call.caller.person)
        ORION_CHECK(admit_count(ports_.edge.count_user(route.traffic, person->user), answer));
    if (const auto& program = call.caller.program)
        ORION_CHECK(admit_count(ports_.edge.count_key(route.traffic, program->key), answer));
    ORION_CHECK(permit(route, call.caller));
    ORION_CHECK(negotiate(call.request, route));
    ORION_TRY(call.query, Query::parse(query_part(call.request.target), route.query));
    ORION_CHECK(refuse_parameters(call.query, route));
    ORION_TRY(call.body, read_body(call.request, route));
    return {};
}

std::string Dispatcher::fresh_correlation_id() { return ports_.ids.next<RequestId>().to_string(); }

}  // namespace orion::rest
