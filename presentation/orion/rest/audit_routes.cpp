#include "orion/rest/audit_routes.hpp"

#include "orion/kernel/time_or_day.hpp"
#include "orion/rest/json_writer.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

std::optional<Instant> time_of(QueryFields& fields, FieldErrors& errors, std::string_view name, OfDay of_day) {
    const auto text = fields.text(name);
    if (!text) return std::nullopt;
    return errors.take(std::string{name}, parse_time_or_day(*text, of_day));
}

std::optional<std::int64_t> cursor_of(QueryFields& fields, FieldErrors& errors) {
    const auto text = fields.text("cursor");
    if (!text) return std::nullopt;
    std::int64_t before = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), before);
    if (error == std::errc{} && end == text->data() + text->size() && before > 0) return before;
    errors.add("cursor", "invalid_cursor", "This is no cursor of this list.");
    return std::nullopt;
}

void write_facts(JsonWriter& json, std::string_view name, const audit::Facts& facts) {
    json.key(name);
    if (facts.empty()) return json.null();
    json.begin_object();
    for (const auto& [fact, value] : facts) json.member(fact, value);
    json.end_object();
}

void write_entry(JsonWriter& json, const audit::Entry& entry) {
    json.begin_object();
    json.member("sequence", entry.sequence);
    json.member("at", entry.at);
    json.member("actor", entry.actor);
    json.member("act", entry.act);
    json.member("subject", entry.subject);
    json.key("address");
    entry.address.empty() ? json.null() : json.text(entry.address);
    json.member("correlation_id", entry.correlation_id);
    write_facts(json, "before", entry.before);
    write_facts(json, "after", entry.after);
    json.member("hash", entry.hash);
    json.end_object();
}

Outcome list(audit::ListEntries& list_entries, const Call& call) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto limit = fields.page_limit();
    audit::ListEntriesQuery query{.filter = {.actor = fields.text("actor"),
                                             .act = fields.text("act"),
                                             .subject = fields.text("subject"),
                                             .from = time_of(fields, errors, "from", OfDay::first),
                                             .to = time_of(fields, errors, "to", OfDay::last)},
                                  .before = cursor_of(fields, errors)};
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    query.limit = limit;

    ORION_TRY(const auto page, list_entries.execute(query));
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& entry : page.items) write_entry(json, entry);
    json.end_array();
    json.key("next_cursor");
    page.next ? json.text(std::to_string(*page.next)) : json.null();
    json.end_object();
    return json_response(200, std::move(json).text());
}

}  // namespace

std::vector<Route> audit_routes(audit::ListEntries& list_entries) {
    return {{.method = "GET",
             .pattern = "/api/v1/admin/audit-log",
             .access = Access::admin,
             .handler = answering([&list_entries](const Call& call) { return list(list_entries, call); }),
             .privacy = Privacy::personal,
             .query = {"actor", "act", "subject", "from", "to", "limit", "cursor"}}};
}

}  // namespace orion::rest
