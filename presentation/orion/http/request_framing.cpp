#include "orion/http/request_framing.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace orion::http {
namespace {

namespace beast = boost::beast::http;
using beast_text = boost::beast::string_view;

// Extensions mean nothing to us; these bound what a client can make us read for one byte of body.
constexpr std::size_t max_chunk_line_bytes = 256;
constexpr std::size_t max_extension_bytes = 4096;
constexpr std::size_t max_body_reserve_bytes = std::size_t{64} * 1024;
constexpr std::size_t max_idle_buffer_bytes = 4096;

constexpr Refusal malformed{400, "malformed request"};
constexpr Refusal malformed_header{400, "malformed header"};
constexpr Refusal malformed_chunk{400, "malformed chunked body"};
constexpr Refusal headers_too_large{431, "the headers are too large"};
constexpr Refusal body_too_large{413, "the body is too large"};

std::string_view view(beast_text text) { return {text.data(), text.size()}; }

}  // namespace

/// Beast's parser, filling one Request; the checks of single fields that Beast does not make, or makes leniently.
class RequestFraming::Parser final : public beast::basic_parser<true> {
public:
    explicit Parser(const FramingLimits& limits) {
        eager(true);
        // Our own limits have been applied before Beast sees a byte.
        header_limit(std::numeric_limits<std::uint32_t>::max());
        body_limit(limits.body_bytes);
        framed_.request.headers.reserve(16);
    }

    void set_target(const RequestLine& line) {
        form_ = line.form;
        authority_ = line.authority;
        target_ = line.target;
    }

    const Refusal& refusal() const { return refusal_; }
    std::size_t chunk_size() const { return chunk_size_; }
    bool expects_continue() const { return expects_continue_; }
    FramedRequest take() { return std::move(framed_); }
    Request so_far() const {
        auto request = framed_.request;
        if (request.target.empty()) request.target = target_;
        return request;
    }

private:
    void on_request_impl(beast::verb, beast_text method, beast_text, int version, boost::beast::error_code&) override {
        framed_.request.method = view(method);
        framed_.version = version == 11 ? Version::http_1_1 : Version::http_1_0;
    }
    void on_response_impl(int, beast_text, int, boost::beast::error_code&) override {}

    void on_field_impl(beast::field field, beast_text name, beast_text value,
                       boost::beast::error_code& failure) override {
        if (const auto refusal = check_field(field, view(value))) return refuse(*refusal, failure);
        framed_.request.headers.push_back({std::string(view(name)), std::string(view(value))});
    }

    std::optional<Refusal> check_field(beast::field field, std::string_view value) {
        switch (field) {
            case beast::field::host:
                if (hosts_++ > 0) return Refusal{400, "more than one Host"};
                if (!is_authority(value)) return Refusal{400, "malformed Host"};
                framed_.request.host = value;
                break;
            case beast::field::content_length:
                if (lengths_++ > 0 || !is_digits(value)) return Refusal{400, "malformed Content-Length"};
                break;
            case beast::field::transfer_encoding:
                if (encodings_++ > 0 || !equals_ignoring_case(value, "chunked")) {
                    return Refusal{400, "Transfer-Encoding other than chunked"};
                }
                break;
            case beast::field::expect:
                // HTTP/1.0 has no expectations (RFC 9110, 10.1.1).
                if (framed_.version == Version::http_1_0) break;
                if (!equals_ignoring_case(value, "100-continue")) return Refusal{417, "unknown expectation"};
                expects_continue_ = true;
                break;
            case beast::field::connection:
                asks_close_ = asks_close_ || has_list_member(value, "close");
                asks_keep_alive_ = asks_keep_alive_ || has_list_member(value, "keep-alive");
                break;
            default:
                break;
        }
        return std::nullopt;
    }

    void on_header_impl(boost::beast::error_code& failure) override {
        const bool is_1_0 = framed_.version == Version::http_1_0;
        if (hosts_ == 0 && !is_1_0) return refuse({400, "no Host"}, failure);
        if (encodings_ > 0 && (is_1_0 || lengths_ > 0)) return refuse({400, "ambiguous body length"}, failure);
        const bool closes = asks_close_ || (is_1_0 && !asks_keep_alive_);
        framed_.persistence = closes ? Persistence::close : Persistence::keep_alive;
        resolve_target();
    }

    /// RFC 9112, 3.2.2: what an absolute form says wins over Host.
    void resolve_target() {
        auto& request = framed_.request;
        if (form_ == TargetForm::absolute) {
            request.host = std::move(authority_);
            const bool whole_server = target_.empty() && request.method == "OPTIONS";
            if (whole_server) target_ = "*";
            if (!whole_server && !target_.starts_with('/')) target_.insert(0, 1, '/');
        }
        request.target = std::move(target_);
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, boost::beast::error_code&) override {
        // A promised length is not yet a reason to spend memory.
        if (length) framed_.request.body.reserve(std::min<std::uint64_t>(*length, max_body_reserve_bytes));
    }
    std::size_t on_body_impl(beast_text bytes, boost::beast::error_code&) override {
        framed_.request.body += view(bytes);
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t size, beast_text, boost::beast::error_code&) override {
        chunk_size_ = size;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast_text bytes, boost::beast::error_code&) override {
        framed_.request.body += view(bytes);
        return bytes.size();
    }
    void on_finish_impl(boost::beast::error_code&) override {}

    void refuse(const Refusal& refusal, boost::beast::error_code& failure) {
        refusal_ = refusal;
        failure = beast::error::bad_value;
    }

    FramedRequest framed_;
    Refusal refusal_ = malformed;
    TargetForm form_ = TargetForm::origin;
    std::string authority_;
    std::string target_;
    std::size_t chunk_size_ = 0;
    int hosts_ = 0;
    int lengths_ = 0;
    int encodings_ = 0;
    bool asks_close_ = false;
    bool asks_keep_alive_ = false;
    bool expects_continue_ = false;
};

RequestFraming::RequestFraming(const FramingLimits& limits) : limits_(limits) {}
RequestFraming::~RequestFraming() = default;

void RequestFraming::feed(std::string_view bytes) {
    buffer_.erase(0, begin_);
    line_ -= begin_;
    scan_ -= begin_;
    begin_ = 0;
    expects_continue_ = expects_continue_ && bytes.empty();
    buffer_ += bytes;
}

std::variant<NeedMore, FramedRequest, Refusal> RequestFraming::next() {
    for (;;) {
        switch (advance()) {
            case Progress::advanced:
                break;
            case Progress::need_more:
                return NeedMore{};
            case Progress::refused:
                return refusal_;
            case Progress::complete:
                return finish_request();
        }
    }
}

RequestFraming::Phase RequestFraming::phase() const {
    switch (state_) {
        case State::request_line:
            return begin_ == buffer_.size() ? Phase::between_requests : Phase::headers;
        case State::header_lines:
            return Phase::headers;
        default:
            return Phase::body;
    }
}

bool RequestFraming::take_expected_continue() { return std::exchange(expects_continue_, false); }

Request RequestFraming::so_far() const { return parser_ ? parser_->so_far() : refused_request_; }

RequestFraming::Progress RequestFraming::advance() {
    switch (state_) {
        case State::request_line:
            return read_request_line();
        case State::header_lines:
            return read_header_line();
        case State::body:
            return read_body();
        case State::chunk_line:
            return read_chunk_line();
        case State::chunk_body:
            return read_chunk_body();
        case State::chunk_end:
            return read_chunk_end();
        case State::trailer_lines:
            return read_trailer_line();
        case State::refused:
            return Progress::refused;
    }
    return Progress::refused;
}

RequestFraming::Progress RequestFraming::read_request_line() {
    std::string_view text;
    if (const auto got = take_line(limits_.request_line_bytes, {414, "the request line is too long"}, text);
        got != Progress::advanced)
        return got;
    if (text.empty() && !skipped_empty_line_) {
        // RFC 9112, 2.2: one empty line before a request is forgiven.
        skipped_empty_line_ = true;
        begin_ = line_;
        return Progress::advanced;
    }
    RequestLine line;
    const auto refusal = parse_request_line(text, line);
    is_head_ = line.method == "HEAD";
    if (refusal) return refuse(*refusal);
    parser_ = std::make_unique<Parser>(limits_);
    parser_->set_target(line);
    header_bytes_ = headers_ = extension_bytes_ = 0;
    state_ = State::header_lines;
    return Progress::advanced;
}

RequestFraming::Progress RequestFraming::read_header_line() {
    std::string_view line;
    if (const auto got = take_counted_line(line); got != Progress::advanced) return got;
    return line.empty() ? finish_headers() : Progress::advanced;
}

RequestFraming::Progress RequestFraming::finish_headers() {
    if (!parse(std::string_view(buffer_).substr(begin_, line_ - begin_))) return Progress::refused;
    begin_ = line_;
    if (parser_->is_done()) return Progress::complete;
    // A client that has begun to send its body is not waiting.
    expects_continue_ = parser_->expects_continue() && begin_ == buffer_.size();
    if (parser_->chunked()) {
        state_ = State::chunk_line;
    } else {
        body_remaining_ = parser_->content_length().value_or(0);
        state_ = State::body;
    }
    return Progress::advanced;
}

RequestFraming::Progress RequestFraming::read_body() {
    const auto piece = std::string_view(buffer_).substr(begin_, body_remaining_);
    if (piece.empty()) return Progress::need_more;
    if (!parse(piece)) return Progress::refused;
    body_remaining_ -= piece.size();
    begin_ = line_ = scan_ = begin_ + piece.size();
    return body_remaining_ == 0 ? Progress::complete : Progress::need_more;
}

RequestFraming::Progress RequestFraming::read_chunk_line() {
    std::string_view line;
    if (const auto got = take_line(max_chunk_line_bytes, malformed_chunk, line); got != Progress::advanced) return got;
    const auto digits = chunk_size_digits(line);
    extension_bytes_ += line.size() - digits;
    if (digits == 0 || extension_bytes_ > max_extension_bytes) return refuse(malformed_chunk);
    const bool is_last = line.find_first_not_of('0') >= digits;
    // Beast reads the CRLF that ends a chunk together with the line that follows it.
    const auto unread = std::string_view(buffer_).substr(begin_, line_ - begin_);
    if (is_last) {
        last_chunk_ = unread;
        state_ = State::trailer_lines;
    } else {
        if (!parse(unread)) return Progress::refused;
        body_remaining_ = parser_->chunk_size();
        state_ = State::chunk_body;
    }
    begin_ = line_;
    return Progress::advanced;
}

RequestFraming::Progress RequestFraming::read_chunk_body() {
    const auto piece = std::string_view(buffer_).substr(begin_, body_remaining_);
    if (piece.empty()) return Progress::need_more;
    if (!parse(piece)) return Progress::refused;
    body_remaining_ -= piece.size();
    begin_ = line_ = scan_ = begin_ + piece.size();
    if (body_remaining_ > 0) return Progress::need_more;
    state_ = State::chunk_end;
    return Progress::advanced;
}

RequestFraming::Progress RequestFraming::read_chunk_end() {
    constexpr std::string_view line_end = "\r\n";
    const auto piece = std::string_view(buffer_).substr(line_, line_end.size());
    if (!line_end.starts_with(piece)) return refuse(malformed_chunk);
    if (piece.size() < line_end.size()) return Progress::need_more;
    line_ = scan_ = line_ + line_end.size();
    state_ = State::chunk_line;
    return Progress::advanced;
}

RequestFraming::Progress RequestFraming::read_trailer_line() {
    std::string_view line;
    if (const auto got = take_counted_line(line); got != Progress::advanced) return got;
    begin_ = line_;
    return line.empty() ? finish_trailers() : Progress::advanced;
}

RequestFraming::Progress RequestFraming::finish_trailers() {
    // The trailers themselves are dropped: merged into the headers, they could overrule what has been checked.
    last_chunk_ += "\r\n";
    return parse(last_chunk_) && parser_->is_done() ? Progress::complete : refuse(malformed_chunk);
}

RequestFraming::Progress RequestFraming::take_line(std::size_t limit_bytes, const Refusal& too_long,
                                                   std::string_view& line) {
    const auto end = buffer_.find('\n', scan_);
    const bool found = end != std::string::npos;
    scan_ = found ? end + 1 : buffer_.size();
    // One more byte than the limit for the CR, so that a line is judged alike whether or not its end has arrived.
    if ((found ? end : buffer_.size()) - line_ > limit_bytes + 1) {
        return refuse(too_long);
    }
    if (!found) return Progress::need_more;
    if (end == line_ || buffer_[end - 1] != '\r') return refuse({400, "a line without CRLF"});
    line = std::string_view(buffer_).substr(line_, end - 1 - line_);
    line_ = scan_;
    return Progress::advanced;
}

RequestFraming::Progress RequestFraming::take_counted_line(std::string_view& line) {
    const auto got = take_line(limits_.header_bytes - header_bytes_, headers_too_large, line);
    if (got != Progress::advanced || line.empty()) return got;
    header_bytes_ += line.size();
    if (++headers_ > limits_.headers) return refuse(headers_too_large);
    return parse_header_line(line) ? Progress::advanced : refuse(malformed_header);
}

bool RequestFraming::parse(std::string_view bytes) {
    boost::beast::error_code failure;
    const auto used = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), failure);
    if (failure == beast::error::need_more) failure = {};
    if (!failure && used == bytes.size()) return true;
    refuse(failure == beast::error::body_limit ? body_too_large : parser_->refusal());
    return false;
}

RequestFraming::Progress RequestFraming::refuse(Refusal refusal) {
    refusal_ = refusal;
    state_ = State::refused;
    refused_request_ = so_far();
    parser_.reset();
    return Progress::refused;
}

FramedRequest RequestFraming::finish_request() {
    auto framed = parser_->take();
    parser_.reset();
    state_ = State::request_line;
    skipped_empty_line_ = false;
    expects_continue_ = false;
    is_head_ = false;
    // Thousands of connections idle; each would keep room for its largest request.
    if (begin_ == buffer_.size() && buffer_.capacity() > max_idle_buffer_bytes) {
        std::string().swap(buffer_);
        begin_ = line_ = scan_ = 0;
    }
    return framed;
}

}  // namespace orion::http
