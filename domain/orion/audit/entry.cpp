#include "orion/audit/entry.hpp"

namespace orion::audit {
namespace {

void append(std::string& text, std::string_view value) {
    text.append(std::to_string(value.size())).append(1, ':').append(value).append(1, ',');
}

void append(std::string& text, const Facts& facts) {
    append(text, std::to_string(facts.size()));
    for (const auto& [name, value] : facts) {
        append(text, name);
        append(text, value);
    }
}

}  // namespace

std::string canonical_text(const Entry& entry) {
    std::string text;
    append(text, entry.previous);
    append(text, std::to_string(entry.sequence));
    append(text, entry.id.to_string());
    append(text, std::to_string(entry.at.time_since_epoch().count()));
    append(text, entry.actor);
    append(text, entry.act);
    append(text, entry.subject);
    append(text, entry.address);
    append(text, entry.correlation_id);
    append(text, entry.before);
    append(text, entry.after);
    return text;
}

}  // namespace orion::audit
