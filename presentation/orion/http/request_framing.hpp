#pragma once

#include "orion/http/message.hpp"
#include "orion/http/request_syntax.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace orion::http {

struct FramingLimits {
    std::size_t request_line_bytes;
    std::size_t header_bytes;  ///< of all header and trailer lines together
    std::size_t headers;       ///< of these lines
    std::size_t body_bytes;
};

enum class Persistence { keep_alive, close };
enum class Version { http_1_0, http_1_1 };

struct FramedRequest {
    Request request;  ///< `peer` is left empty
    Persistence persistence = Persistence::keep_alive;
    Version version = Version::http_1_1;
};

struct NeedMore {};

/// Cuts the bytes of one connection into requests, by RFC 9112 and nothing more lenient: whatever has, or could have,
/// two meanings is refused. No sockets, no clock; how the bytes are cut into pieces makes no difference.
///
/// Boost.Beast parses. It is handed a line only when that line is complete and has passed our own checks, which are the
/// stricter ones, so the two cannot disagree about where a message ends. Not thread-safe.
class RequestFraming {
public:
    enum class Phase { between_requests, headers, body };

    explicit RequestFraming(const FramingLimits& limits);
    ~RequestFraming();
    RequestFraming(const RequestFraming&) = delete;
    RequestFraming& operator=(const RequestFraming&) = delete;

    /// Adds bytes as they came. Meant to be called when `next` has said NeedMore; what is kept is then bounded by the
    /// limits plus one such piece.
    void feed(std::string_view bytes);

    /// The next complete request, in order. After a Refusal nothing else ever comes.
    std::variant<NeedMore, FramedRequest, Refusal> next();

    /// Where the first byte that is still missing belongs.
    Phase phase() const;
    /// True once per request: the client holds back its body until it is told to continue (RFC 9110, 10.1.1).
    bool take_expected_continue();
    /// Whether the request being read, or just refused, is a HEAD: its answer has no body.
    bool is_head() const { return is_head_; }
    /// What has been read of the request being read, or just refused: method, target and headers.
    Request so_far() const;

private:
    class Parser;
    enum class State { request_line, header_lines, body, chunk_line, chunk_body, chunk_end, trailer_lines, refused };
    enum class Progress { advanced, need_more, refused, complete };

    Progress advance();
    Progress read_request_line();
    Progress read_header_line();
    Progress finish_headers();
    Progress read_body();
    Progress read_chunk_line();
    Progress read_chunk_body();
    Progress read_chunk_end();
    Progress read_trailer_line();
    Progress finish_trailers();

    Progress take_line(std::size_t limit_bytes, const Refusal& too_long, std::string_view& line);
    Progress take_counted_line(std::string_view& line);
    bool parse(std::string_view bytes);
    Progress refuse(Refusal refusal);
    FramedRequest finish_request();

    FramingLimits limits_;
    State state_ = State::request_line;
    std::string buffer_;
    std::size_t begin_ = 0;  ///< first byte that the parser has not had
    std::size_t line_ = 0;   ///< start of the line being read
    std::size_t scan_ = 0;   ///< up to where that line has been searched for its end
    std::unique_ptr<Parser> parser_;
    Refusal refusal_;
    Request refused_request_;
    std::size_t header_bytes_ = 0;
    std::size_t headers_ = 0;
    std::size_t extension_bytes_ = 0;
    std::size_t body_remaining_ = 0;
    std::string last_chunk_;
    bool is_head_ = false;
    bool skipped_empty_line_ = false;
    bool expects_continue_ = false;
};

}  // namespace orion::http
