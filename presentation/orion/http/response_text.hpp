#pragma once

#include "orion/http/message.hpp"
#include "orion/http/request_framing.hpp"

#include <string>

namespace orion::http {

/// What an answer depends on besides itself.
struct AnswerContext {
    bool to_head_request = false;
    Version version = Version::http_1_1;  ///< of the request
    Persistence persistence = Persistence::keep_alive;
};

/// Whether an answer may be written: a final status, names that are tokens, no control character in a value. One that
/// may not would let whoever chose the value write an answer of his own (response splitting).
bool is_writable(const Response& response);

/// Status line and headers with the empty line after them. Date, Content-Length and Connection are the transport's:
/// what the answer says of them is left out. Requires `is_writable`.
std::string head_text(const Response& response, const AnswerContext& context);

/// Whether the body follows the head: not to HEAD, and not with 204 or 304.
bool sends_body(const Response& response, const AnswerContext& context);

}  // namespace orion::http
