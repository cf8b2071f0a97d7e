#include "orion/rabbitmq/carried_message.hpp"

#include "orion/rabbitmq/rabbit_connection.hpp"
#include "orion/rabbitmq/rabbit_topology.hpp"

#include <fmt/ranges.h>

#include <functional>
#include <ranges>

namespace orion::rabbitmq {
namespace {

class Headers {
public:
    explicit Headers(const amqp_basic_properties_t& properties) {
        if ((properties._flags & AMQP_BASIC_HEADERS_FLAG) != 0) table_ = properties.headers;
    }

    std::optional<std::string> text_at(std::string_view name) const {
        const auto* const value = find(name);
        if (value == nullptr || (value->kind != AMQP_FIELD_KIND_UTF8 && value->kind != AMQP_FIELD_KIND_BYTES))
            return std::nullopt;
        return std::string{text(value->value.bytes)};
    }

    std::optional<std::int64_t> number_at(std::string_view name) const {
        const auto* const value = find(name);
        if (value == nullptr) return std::nullopt;
        switch (value->kind) {
            case AMQP_FIELD_KIND_I8:
                return value->value.i8;
            case AMQP_FIELD_KIND_U8:
                return value->value.u8;
            case AMQP_FIELD_KIND_I16:
                return value->value.i16;
            case AMQP_FIELD_KIND_U16:
                return value->value.u16;
            case AMQP_FIELD_KIND_I32:
                return value->value.i32;
            case AMQP_FIELD_KIND_U32:
                return value->value.u32;
            case AMQP_FIELD_KIND_I64:
                return value->value.i64;
            default:
                return std::nullopt;
        }
    }

    /// The newest entry of what the broker writes when it dead-letters by itself.
    std::optional<Trouble> death() const {
        const auto* const deaths = find("x-death");
        if (deaths == nullptr || deaths->kind != AMQP_FIELD_KIND_ARRAY || deaths->value.array.num_entries == 0 ||
            deaths->value.array.entries[0].kind != AMQP_FIELD_KIND_TABLE)
            return std::nullopt;
        amqp_basic_properties_t first{};
        first._flags = AMQP_BASIC_HEADERS_FLAG;
        first.headers = deaths->value.array.entries[0].value.table;
        const Headers death{first};
        const auto* const time = death.find("time");
        Trouble trouble;
        trouble.reason = death.text_at("reason").value_or("");
        trouble.history.push_back(trouble.reason);
        trouble.died_at_ms = time != nullptr && time->kind == AMQP_FIELD_KIND_TIMESTAMP
                                 ? static_cast<std::int64_t>(time->value.u64) * 1000
                                 : 1;
        return trouble;
    }

private:
    const amqp_field_value_t* find(std::string_view name) const {
        for (int i = 0; i < table_.num_entries; ++i)
            if (text(table_.entries[i].key) == name) return &table_.entries[i].value;
        return nullptr;
    }

    amqp_table_t table_ = amqp_empty_table;
};

std::vector<std::string> lines_of(const std::string& joined) {
    std::vector<std::string> lines;
    for (const auto line : std::views::split(joined, '\n'))
        if (!std::string_view{line}.empty()) lines.emplace_back(std::string_view{line});
    return lines;
}

std::optional<Trouble> trouble_in(const Headers& headers, const std::string& id) {
    const auto history = lines_of(headers.text_at("history").value_or(""));
    if (headers.number_at("died_at").value_or(0) == 0) {
        auto death = headers.death();
        if (!death) return history.empty() ? std::nullopt : std::optional{Trouble{.consumer = "", .history = history}};
        // The broker does not tell how often it handed it out, but at which limit it stopped.
        death->attempts = death->reason == "delivery_limit" ? delivery_limit + 1 : 1;
        death->history.insert(death->history.begin(), history.begin(), history.end());
        // The broker gives no number; this one stays the same and sorts by time.
        death->number = death->died_at_ms * 1000 + static_cast<std::int64_t>(std::hash<std::string>{}(id) % 1'000'000);
        return death;
    }
    return Trouble{.consumer = headers.text_at("consumer").value_or(""),
                   .attempts = static_cast<int>(headers.number_at("attempts").value_or(0)),
                   .reason = headers.text_at("reason").value_or(""),
                   .history = history,
                   .number = headers.number_at("number").value_or(0),
                   .died_at_ms = headers.number_at("died_at").value_or(0)};
}

}  // namespace

WireProperties::WireProperties(const Envelope& message, const Trouble* trouble) : id_{message.id.to_string()} {
    headers_.reserve(12);
    add("subject", message.subject);
    add("version", message.version);
    add("occurred_at", message.time.time_since_epoch().count());
    add("causation_id", message.trace.causation_id);
    add("traceparent", message.trace.traceparent);
    if (trouble != nullptr) {
        history_ = fmt::format("{}", fmt::join(trouble->history, "\n"));
        add("history", history_);
        if (trouble->died_at_ms != 0) {
            add("consumer", trouble->consumer);
            add("attempts", trouble->attempts);
            add("reason", trouble->reason);
            add("number", trouble->number);
            add("died_at", trouble->died_at_ms);
        }
    }
    properties_._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG |
                         AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_TIMESTAMP_FLAG | AMQP_BASIC_CORRELATION_ID_FLAG |
                         AMQP_BASIC_HEADERS_FLAG;
    properties_.content_type = amqp_cstring_bytes("application/json");
    properties_.delivery_mode = AMQP_DELIVERY_PERSISTENT;
    properties_.message_id = bytes(id_);
    properties_.type = bytes(message.type);
    properties_.timestamp = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(message.time.time_since_epoch()).count());
    properties_.correlation_id = bytes(message.trace.correlation_id);
    properties_.headers = {static_cast<int>(headers_.size()), headers_.data()};
}

void WireProperties::add(const char* name, std::string_view value) {
    amqp_table_entry_t entry{};
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = bytes(value);
    headers_.push_back(entry);
}

void WireProperties::add(const char* name, std::int64_t value) {
    amqp_table_entry_t entry{};
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_I64;
    entry.value.value.i64 = value;
    headers_.push_back(entry);
}

CarriedMessage carried_message(const amqp_basic_properties_t& properties, amqp_bytes_t body) {
    const Headers headers{properties};
    const auto property = [&](amqp_flags_t flag, amqp_bytes_t value) {
        return (properties._flags & flag) != 0 ? std::string{text(value)} : std::string{};
    };
    const auto id_text = property(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id);
    const auto id = MessageId::parse(id_text);
    const auto subject = headers.text_at("subject");
    const auto version = headers.number_at("version");
    const auto time = headers.number_at("occurred_at");
    auto type = property(AMQP_BASIC_TYPE_FLAG, properties.type);
    const bool is_complete = id && subject && version && time && !type.empty();
    return {
        .envelope = {.id = id.value_or(MessageId{Uuid{}}),
                     .type = std::move(type),
                     .version = static_cast<int>(version.value_or(0)),
                     .time = Instant{std::chrono::milliseconds{time.value_or(0)}},
                     .subject = subject.value_or(""),
                     .trace = {.correlation_id = property(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id),
                               .causation_id = headers.text_at("causation_id").value_or(""),
                               .traceparent = headers.text_at("traceparent").value_or("")},
                     .body = std::string{text(body)}},
        .is_complete = is_complete,
        .lost_in_hand = static_cast<int>(headers.number_at("x-delivery-count").value_or(0)),
        .trouble = trouble_in(headers, id_text)};
}

}  // namespace orion::rabbitmq
