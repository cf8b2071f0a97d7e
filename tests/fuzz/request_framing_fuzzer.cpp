// The same bytes mean the same requests, however the network cuts them, and nothing comes after a refusal.
//
// The first byte of an input seeds the cuts; the rest is what a client sends.

#include "orion/http/request_framing.hpp"

#include "fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace orion::http;

namespace {

constexpr FramingLimits limits{.request_line_bytes = 200, .header_bytes = 400, .headers = 10, .body_bytes = 64};

using orion::test::require;

void check_request(const FramedRequest& framed) {
    const auto& request = framed.request;
    require(is_token(request.method));
    require(request.target == "*" ? request.method == "OPTIONS" : request.target.starts_with('/'));
    require(request.host.empty() ? framed.version == Version::http_1_0 : is_authority(request.host));
    require(request.headers.size() <= limits.headers);
    require(request.body.size() <= limits.body_bytes);
    const auto lengths = request.count("Content-Length") + request.count("Transfer-Encoding");
    require(request.count("Host") <= 1 && lengths <= 1);
    require(request.body.empty() || lengths == 1);
    for (const auto& header : request.headers) require(is_token(header.name) && is_header_value(header.value));
}

class Reader {
public:
    void read(std::string_view piece) {
        framing_.feed(piece);
        for (;;) {
            const auto step = framing_.next();
            if (std::holds_alternative<NeedMore>(step)) break;
            require(!refused_ || std::holds_alternative<Refusal>(step));
            if (const auto* refusal = std::get_if<Refusal>(&step)) {
                if (!refused_) understood_ += "refused " + std::to_string(refusal->status) + '\n';
                refused_ = true;
                return;
            }
            note(std::get<FramedRequest>(step));
        }
    }
    std::string understood() const {
        return understood_ + (refused_ ? "" : std::to_string(static_cast<int>(framing_.phase())));
    }

private:
    void note(const FramedRequest& framed) {
        check_request(framed);
        const auto& request = framed.request;
        understood_ += request.method + ' ' + request.target + ' ' + request.host + ' ';
        understood_ += framed.persistence == Persistence::close ? "close\n" : "keep\n";
        for (const auto& header : request.headers) understood_ += header.name + ':' + header.value + '\n';
        understood_ += request.body + '\n';
    }

    RequestFraming framing_{limits};
    std::string understood_;
    bool refused_ = false;
};

std::string read_in_pieces(std::string_view bytes, std::uint8_t seed) {
    Reader reader;
    unsigned random = seed;
    while (!bytes.empty()) {
        random = random * 1'103'515'245 + 12'345;
        const auto piece = bytes.substr(0, 1 + (random >> 16) % 16);
        reader.read(piece);
        bytes.remove_prefix(piece.size());
    }
    return reader.understood();
}

std::string read_byte_by_byte(std::string_view bytes) {
    Reader reader;
    for (std::size_t i = 0; i < bytes.size(); ++i) reader.read(bytes.substr(i, 1));
    return reader.understood();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto bytes = orion::test::text_of(data + 1, size - 1);
    Reader whole;
    whole.read(bytes);
    require(read_byte_by_byte(bytes) == whole.understood());
    require(read_in_pieces(bytes, data[0]) == whole.understood());
    return 0;
}
