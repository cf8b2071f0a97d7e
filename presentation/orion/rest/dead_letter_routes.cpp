#include "orion/rest/dead_letter_routes.hpp"

#include "orion/rest/json_writer.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace orion::rest {
namespace {

/// What comes from outside as the number of a letter: digits, nothing else.
std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 1) return std::nullopt;
    return number;
}

void write_letter(JsonWriter& json, const DeadLetter& letter) {
    const auto& message = letter.message;
    json.begin_object();
    json.member("id", std::to_string(letter.number));
    json.member("consumer", letter.consumer);
    json.member("message_id", message.id.to_string());
    json.member("type", message.type);
    json.member("version", message.version);
    json.member("subject", message.subject);
    json.member("occurred_at", message.time);
    json.member("correlation_id", message.trace.correlation_id);
    json.member("attempts", letter.attempts);
    json.member("reason", letter.reason);
    json.member("died_at", letter.died_at);
    json.key("history");
    json.begin_array();
    for (const auto& line : letter.history) json.text(line);
    json.end_array();
    json.end_object();
}

Outcome list(DeadLetters& letters, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto limit = fields.page_limit();
    std::int64_t after = 0;
    if (const auto cursor = fields.text("cursor")) {
        if (const auto number = number_in(*cursor)) {
            after = *number;
        } else {
            errors.add("cursor", "invalid_cursor", "This is no cursor of this list.");
        }
    }
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    // One more than asked for tells whether there is a next page.
    ORION_TRY(auto page, letters.list(after, static_cast<int>(limit) + 1));
    const bool has_next = page.size() > limit;
    if (has_next) page.pop_back();
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& letter : page) write_letter(json, letter);
    json.end_array();
    json.key("next_cursor");
    has_next ? json.text(std::to_string(page.back().number)) : json.null();
    json.end_object();
    return json_response(200, std::move(json).text());
}

std::expected<std::int64_t, Problem> number_of(const Call& call) {
    if (const auto number = number_in(call.parameter("id"))) return *number;
    return refuse(404, "dead_letter_not_found", "There is no such dead letter.");
}

Outcome show(DeadLetters& letters, const Digest& digest, const Call& call) {
    ORION_TRY(const auto number, number_of(call));
    ORION_TRY(const auto letter, letters.show(number));
    JsonWriter json;
    write_letter(json, letter);
    return resource_response(call, std::move(json).text(), digest);
}

Outcome replay(DeadLetters& letters, const Call& call) {
    ORION_TRY(const auto number, number_of(call));
    ORION_CHECK(letters.replay(number));
    return http::Response{202, {}, {}};
}

Outcome drop(DeadLetters& letters, const Call& call) {
    ORION_TRY(const auto number, number_of(call));
    ORION_CHECK(letters.drop(number));
    return http::Response{204, {}, {}};
}

/// All in a pool: a broker may take its time to look through its queues.
Route route(std::string_view method, std::string_view pattern, std::function<Outcome(const Call&)> handler) {
    return {.method = method,
            .pattern = pattern,
            .access = Access::admin,
            .handler = answering(std::move(handler)),
            .runs = Runs::in_write_pool,
            .privacy = Privacy::personal};
}

}  // namespace

std::vector<Route> dead_letter_routes(DeadLetters& letters, const Digest& digest) {
    constexpr std::string_view one = "/api/v1/admin/dead-letters/{id}";
    auto listing =
        route("GET", "/api/v1/admin/dead-letters", [&letters](const Call& call) { return list(letters, call); });
    listing.query = {"limit", "cursor"};
    return {
        std::move(listing),
        route("GET", one, [&letters, &digest](const Call& call) { return show(letters, digest, call); }),
        route("POST", "/api/v1/admin/dead-letters/{id}/replay",
              [&letters](const Call& call) { return replay(letters, call); }),
        route("DELETE", one, [&letters](const Call& call) { return drop(letters, call); }),
    };
}

}  // namespace orion::rest
