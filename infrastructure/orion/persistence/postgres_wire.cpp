#include "orion/persistence/postgres_wire.hpp"

#include <algorithm>
#include <charconv>

namespace orion::persistence::detail {

std::string with_dollars(std::string_view sql, std::size_t& parameters) {
    std::string text;
    char quote = 0;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char letter = sql[i];
        if (quote != 0) {
            if (letter == quote) quote = 0;
        } else if (letter == '\'' || letter == '"') {
            quote = letter;
        } else if (letter == ':' && i + 1 < sql.size() && sql[i + 1] == ':') {
            text += sql[i++];
        } else if (letter == ':' && i + 1 < sql.size() && sql[i + 1] >= '1' && sql[i + 1] <= '9') {
            std::size_t number = 0;
            std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number);
            parameters = std::max(parameters, number);
            text += '$';
            continue;
        }
        text += letter;
    }
    return text;
}

}  // namespace orion::persistence::detail
