#include "hostile_requests.hpp"

#include <iterator>

namespace orion::tests {
namespace {

using namespace std::string_literals;

std::string with_line(const std::string& line) { return line + "\r\nHost: shop\r\n\r\n"; }
std::string with_header(const std::string& header) { return "GET / HTTP/1.1\r\nHost: shop\r\n" + header + "\r\n\r\n"; }
std::string with_host(const std::string& host) { return "GET / HTTP/1.1\r\nHost:" + host + "\r\n\r\n"; }
std::string with_chunks(const std::string& chunks) {
    return "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}
std::string repeated(int times, const std::string& text) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

std::vector<HostileRequest> bad_request_lines() {
    return {
        {"no target", with_line("GET HTTP/1.1"), 400},
        {"no version", with_line("GET /"), 400},
        {"only a method", with_line("GET"), 400},
        {"two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"a space first", with_line(" GET / HTTP/1.1"), 400},
        {"a tab instead of a space", with_line("GET\t/ HTTP/1.1"), 400},
        {"two spaces after the method", with_line("GET  / HTTP/1.1"), 400},
        {"two spaces before the version", with_line("GET /  HTTP/1.1"), 400},
        {"a space at the end", with_line("GET / HTTP/1.1 "), 400},
        {"a space in the target", with_line("GET /a b HTTP/1.1"), 400},
        {"a slash in the method", with_line("GE/T / HTTP/1.1"), 400},
        {"a parenthesis in the method", with_line("GET( / HTTP/1.1"), 400},
        {"a colon in the method", with_line("GET: / HTTP/1.1"), 400},
        {"an umlaut in the method", with_line("G\xc3\x84T / HTTP/1.1"), 400},
        {"a NUL in the method", with_line("G\0T / HTTP/1.1"s), 400},
        {"a lower-case protocol", with_line("GET / http/1.1"), 400},
        {"another protocol", with_line("GET / ICAP/1.0"), 400},
        {"a version cut short", with_line("GET / HTTP/1"), 400},
        {"a version of letters", with_line("GET / HTTP/x.y"), 400},
        {"a version with two digits", with_line("GET / HTTP/1.10"), 400},
        {"a version with a comma", with_line("GET / HTTP/1,1"), 400},
        {"a protocol cut short", with_line("GET / H"), 400},
        {"version 0.9", with_line("GET / HTTP/0.9"), 505},
        {"version 1.2", with_line("GET / HTTP/1.2"), 505},
        {"version 2.0", with_line("GET / HTTP/2.0"), 505},
        {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"version 9.9", with_line("GET / HTTP/9.9"), 505},
        {"a TLS handshake", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n"s, 400},
        {"a bare LF after the request line", "GET / HTTP/1.1\nHost: shop\r\n\r\n", 400},
        {"bare LFs only", "GET / HTTP/1.1\nHost: shop\n\n", 400},
        {"a CR in the request line", with_line("GET /\r HTTP/1.1"), 400},
        {"a CR before the CRLF", with_line("GET / HTTP/1.1\r"), 400},
        {"a line feed first", "\nGET / HTTP/1.1\r\nHost: shop\r\n\r\n", 400},
        {"a request line that is too long", with_line("GET /" + std::string(300, 'a') + " HTTP/1.1"), 414},
        {"a request line that never ends", std::string(1000, 'A'), 414},
        {"a request line one byte too long", with_line("GET /" + std::string(187, 'a') + " HTTP/1.1"), 414},
    };
}

std::vector<HostileRequest> bad_targets() {
    return {
        {"a target without a slash", with_line("GET products HTTP/1.1"), 400},
        {"a query without a path", with_line("GET ?q=1 HTTP/1.1"), 400},
        {"a fragment", with_line("GET /#top HTTP/1.1"), 400},
        {"a backslash in the target", with_line("GET /..\\etc HTTP/1.1"), 400},
        {"an angle bracket in the target", with_line("GET /<script> HTTP/1.1"), 400},
        {"a quote in the target", with_line("GET /\" HTTP/1.1"), 400},
        {"a brace in the target", with_line("GET /{id} HTTP/1.1"), 400},
        {"a bar in the target", with_line("GET /a|b HTTP/1.1"), 400},
        {"a caret in the target", with_line("GET /^ HTTP/1.1"), 400},
        {"a backtick in the target", with_line("GET /` HTTP/1.1"), 400},
        {"raw UTF-8 in the target", with_line("GET /caf\xc3\xa9 HTTP/1.1"), 400},
        {"a NUL in the target", with_line("GET /\0 HTTP/1.1"s), 400},
        {"a DEL in the target", with_line("GET /\x7f HTTP/1.1"), 400},
        {"a tab in the target", with_line("GET /\t HTTP/1.1"), 400},
        {"an asterisk that is not for OPTIONS", with_line("GET * HTTP/1.1"), 400},
        {"an asterisk and more", with_line("OPTIONS *x HTTP/1.1"), 400},
        {"an authority", with_line("GET shop:80 HTTP/1.1"), 400},
        {"CONNECT", with_line("CONNECT shop:443 HTTP/1.1"), 501},
        {"another scheme", with_line("GET ftp://shop/ HTTP/1.1"), 400},
        {"a scheme without slashes", with_line("GET http:shop HTTP/1.1"), 400},
        {"an absolute form without a host", with_line("GET http:///a HTTP/1.1"), 400},
        {"an absolute form with a user", with_line("GET http://me@shop/ HTTP/1.1"), 400},
        {"an absolute form with a bad port", with_line("GET http://shop:x/ HTTP/1.1"), 400},
    };
}

std::vector<HostileRequest> bad_hosts() {
    return {
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"no Host but an absolute form", "GET http://shop/ HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", with_header("Host: other"), 400},
        {"the same Host twice", with_header("Host: shop"), 400},
        {"two Hosts in another case", with_header("hOST: other"), 400},
        {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"an empty Host", with_host(""), 400},
        {"a list of Hosts", with_host(" a, b"), 400},
        {"a list of Hosts without a space", with_host(" a,b"), 400},
        {"a space in Host", with_host(" a b"), 400},
        {"a path in Host", with_host(" shop/admin"), 400},
        {"a user in Host", with_host(" me@shop"), 400},
        {"a Host with a port of letters", with_host(" shop:http"), 400},
        {"a Host with a port too high", with_host(" shop:65536"), 400},
        {"a Host with a negative port", with_host(" shop:-1"), 400},
        {"a Host with two ports", with_host(" shop:1:2"), 400},
        {"a Host that is only a port", with_host(" :80"), 400},
        {"an open bracket in Host", with_host(" [::1"), 400},
        {"letters in an IPv6 Host", with_host(" [shop]"), 400},
        {"rubbish after an IPv6 Host", with_host(" [::1]x"), 400},
        {"an umlaut in Host", with_host(" sh\xc3\xb6p"), 400},
        {"a Host with a query", with_host(" shop?x"), 400},
    };
}

std::vector<HostileRequest> bad_headers() {
    return {
        {"a space before the colon", with_header("Accept : */*"), 400},
        {"a tab before the colon", with_header("Accept\t: */*"), 400},
        {"a space before the colon of Host", "GET / HTTP/1.1\r\nHost : shop\r\n\r\n", 400},
        {"a space before the colon of Content-Length", with_header("Content-Length : 5"), 400},
        {"a folded header", with_header("Accept: a\r\n b"), 400},
        {"a header folded with a tab", with_header("Accept: a\r\n\tb"), 400},
        {"a folded first header", "GET / HTTP/1.1\r\n Host: shop\r\n\r\n", 400},
        {"a folded Transfer-Encoding", with_header("Transfer-Encoding:\r\n chunked"), 400},
        {"a header without a colon", with_header("Accept"), 400},
        {"an empty name", with_header(": value"), 400},
        {"only a colon", with_header(":"), 400},
        {"a space in the name", with_header("Ac cept: a"), 400},
        {"a parenthesis in the name", with_header("Accept(: a"), 400},
        {"a quote in the name", with_header("\"Accept\": a"), 400},
        {"an umlaut in the name", with_header("\xc3\x84: a"), 400},
        {"a NUL in the name", with_header("A\0: a"s), 400},
        {"a control character in the name", with_header("A\x01: a"), 400},
        {"a DEL in the name", with_header("A\x7f: a"), 400},
        {"a NUL in the value", with_header("A: a\0b"s), 400},
        {"a control character in the value", with_header("A: a\x01"), 400},
        {"a DEL in the value", with_header("A: a\x7f"), 400},
        {"a bare CR in the value", with_header("A: a\rb"), 400},
        {"a bare CR before the end", with_header("A: a\r"), 400},
        {"a bare LF between headers", with_header("A: a\nB: b"), 400},
        {"a bare LF before the empty line", "GET / HTTP/1.1\r\nHost: shop\n\r\n", 400},
        {"a bare LF as the empty line", "GET / HTTP/1.1\r\nHost: shop\r\n\n", 400},
        {"a vertical tab in the value", with_header("A: a\vb"), 400},
        {"too many headers", with_header(repeated(10, "A: a\r\n") + "B: b"), 431},
        {"a header that is too long", with_header("A: " + std::string(500, 'a')), 431},
        {"a header that never ends", "GET / HTTP/1.1\r\nA: " + std::string(500, 'a'), 431},
        {"headers that are too long together", with_header(repeated(5, "A: " + std::string(90, 'a') + "\r\n") + "B: b"),
         431},
        {"a malformed Connection", with_header("Connection: @"), 400},
        {"an unknown expectation", with_header("Expect: wonders"), 417},
        {"a second, unknown expectation", with_header("Expect: 100-continue\r\nExpect: 200-ok"), 417},
        {"an empty expectation", with_header("Expect:"), 417},
    };
}

std::vector<HostileRequest> bad_lengths() {
    const auto length = [](const std::string& value) { return with_header("Content-Length:" + value) + "hello"; };
    const auto encoding = [](const std::string& value) {
        return with_header("Transfer-Encoding:" + value) + "0\r\n\r\n";
    };
    return {
        {"two lengths", length(" 5\r\nContent-Length: 6"), 400},
        {"the same length twice", length(" 5\r\nContent-Length: 5"), 400},
        {"the same length in two cases", length(" 5\r\ncontent-length: 5"), 400},
        {"a list of lengths", length(" 5, 6"), 400},
        {"a list of equal lengths", length(" 5, 5"), 400},
        {"a list with a comma only", length(" 5,"), 400},
        {"a length with a plus", length(" +5"), 400},
        {"a negative length", length(" -5"), 400},
        {"a length of letters", length(" five"), 400},
        {"a length with rubbish", length(" 5abc"), 400},
        {"a length with a space", length(" 5 5"), 400},
        {"a hexadecimal length", length(" 0x5"), 400},
        {"an empty length", length(""), 400},
        {"a blank length", length("   "), 400},
        {"a fractional length", length(" 5.0"), 400},
        {"a quoted length", length(" \"5\""), 400},
        {"a length of full-width digits", length(" \xef\xbc\x95"), 400},
        {"a length beyond 64 bits", length(" 18446744073709551616"), 400},
        {"a length of forty digits", length(" " + std::string(40, '9')), 400},
        {"a length over the limit", length(" 65"), 413},
        {"a length far over the limit", length(" 9223372036854775807"), 413},
        {"a length over the limit that waits to be told", length(" 65\r\nExpect: 100-continue"), 413},
        {"a length and an encoding", length(" 5\r\nTransfer-Encoding: chunked"), 400},
        {"an encoding and a length", encoding(" chunked\r\nContent-Length: 5"), 400},
        {"a length of zero and an encoding", length(" 0\r\nTransfer-Encoding: chunked"), 400},
        {"an encoding that is not chunked", encoding(" gzip"), 400},
        {"an encoding that only ends in chunked", encoding(" xchunked"), 400},
        {"an encoding that begins with chunked", encoding(" chunkedx"), 400},
        {"identity", encoding(" identity"), 400},
        {"chunked and identity", encoding(" chunked, identity"), 400},
        {"gzip and chunked", encoding(" gzip, chunked"), 400},
        {"chunked twice in a list", encoding(" chunked, chunked"), 400},
        {"chunked twice", encoding(" chunked\r\nTransfer-Encoding: chunked"), 400},
        {"chunked and then gzip", encoding(" chunked\r\nTransfer-Encoding: gzip"), 400},
        {"gzip and then chunked", encoding(" gzip\r\nTransfer-Encoding: chunked"), 400},
        {"an empty encoding", encoding(""), 400},
        {"a quoted encoding", encoding(" \"chunked\""), 400},
        {"chunked with a parameter", encoding(" chunked;q=1"), 400},
        {"chunked with a comma", encoding(" chunked,"), 400},
        {"chunked after a vertical tab", encoding(" \vchunked"), 400},
        {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    };
}

std::vector<HostileRequest> bad_chunks() {
    return {
        {"a chunk without a size", with_chunks("\r\nhello\r\n0\r\n\r\n"), 400},
        {"a chunk size of letters", with_chunks("xyz\r\n"), 400},
        {"a negative chunk size", with_chunks("-5\r\nhello\r\n0\r\n\r\n"), 400},
        {"a chunk size with a plus", with_chunks("+5\r\nhello\r\n0\r\n\r\n"), 400},
        {"a chunk size with 0x", with_chunks("0x5\r\nhello\r\n0\r\n\r\n"), 400},
        {"a space before the chunk size", with_chunks(" 5\r\nhello\r\n0\r\n\r\n"), 400},
        {"a space after the chunk size", with_chunks("5 \r\nhello\r\n0\r\n\r\n"), 400},
        {"a tab after the chunk size", with_chunks("5\t\r\nhello\r\n0\r\n\r\n"), 400},
        {"a chunk size beyond 64 bits", with_chunks("10000000000000000\r\n"), 400},
        {"a chunk size of many zeros", with_chunks("00000000000000005\r\nhello\r\n0\r\n\r\n"), 400},
        {"a chunk over the limit", with_chunks("41\r\n" + std::string(65, 'a')), 413},
        {"a chunk far over the limit", with_chunks("ffffffffffffffff\r\n"), 413},
        {"chunks over the limit together", with_chunks(repeated(3, "1e\r\n" + std::string(30, 'a') + "\r\n")), 413},
        {"a chunk longer than its size", with_chunks("5\r\nhello!\r\n0\r\n\r\n"), 400},
        {"a chunk shorter than its size", with_chunks("6\r\nhello\r\n0\r\n\r\n"), 400},
        {"a chunk that ends in LF", with_chunks("5\r\nhello\n0\r\n\r\n"), 400},
        {"a chunk that ends in CR", with_chunks("5\r\nhello\r0\r\n\r\n"), 400},
        {"a chunk line that ends in LF", with_chunks("5\nhello\r\n0\r\n\r\n"), 400},
        {"a last chunk that ends in LF", with_chunks("5\r\nhello\r\n0\n\r\n"), 400},
        {"a last empty line of LF", with_chunks("5\r\nhello\r\n0\r\n\n"), 400},
        {"a bare CR in a chunk line", with_chunks("5;\ra\r\nhello\r\n0\r\n\r\n"), 400},
        {"a NUL in a chunk line", with_chunks("5;\0\r\nhello\r\n0\r\n\r\n"s), 400},
        {"an extension without a name", with_chunks("5;=1\r\nhello\r\n0\r\n\r\n"), 400},
        {"an extension without a semicolon", with_chunks("5 a=1\r\nhello\r\n0\r\n\r\n"), 400},
        {"an extension with an open quote", with_chunks("5;a=\"1\r\nhello\r\n0\r\n\r\n"), 400},
        {"a bad extension of the last chunk", with_chunks("0;=1\r\n\r\n"), 400},
        {"an extension that is too long", with_chunks("5;" + std::string(300, 'a') + "\r\nhello\r\n0\r\n\r\n"), 400},
        {"an extension that never ends", with_chunks("5;" + std::string(300, 'a')), 400},
        {"extensions that are too long together", with_chunks(repeated(20, "1;" + std::string(240, 'a') + "\r\na\r\n")),
         400},
        {"a trailer without a colon", with_chunks("0\r\nrubbish\r\n\r\n"), 400},
        {"a folded trailer", with_chunks("0\r\nA: a\r\n b\r\n\r\n"), 400},
        {"a control character in a trailer", with_chunks("0\r\nA: \x01\r\n\r\n"), 400},
        {"too many trailers", with_chunks("0\r\n" + repeated(9, "A: a\r\n") + "\r\n"), 431},
        {"a trailer that is too long", with_chunks("0\r\nA: " + std::string(500, 'a') + "\r\n\r\n"), 431},
    };
}

}  // namespace

http::ServerSettings small_limits() {
    http::ServerSettings settings;
    settings.max_request_line_bytes = 200;
    settings.max_header_bytes = 400;
    settings.max_headers = 10;
    settings.max_body_bytes = 64;
    return settings;
}

http::FramingLimits framing_limits(const http::ServerSettings& settings) {
    return {.request_line_bytes = settings.max_request_line_bytes,
            .header_bytes = settings.max_header_bytes,
            .headers = settings.max_headers,
            .body_bytes = settings.max_body_bytes};
}

std::vector<HostileRequest> hostile_requests() {
    std::vector<HostileRequest> all;
    for (auto group : {bad_request_lines(), bad_targets(), bad_hosts(), bad_headers(), bad_lengths(), bad_chunks()}) {
        all.insert(all.end(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
    }
    return all;
}

std::vector<SoundRequest> sound_requests() {
    return {
        {"a plain request", with_line("GET / HTTP/1.1"), "GET / shop "},
        {"an empty line first", "\r\n" + with_line("GET / HTTP/1.1"), "GET / shop "},
        {"a method nobody knows", with_line("BREW-COFFEE!1 / HTTP/1.1"), "BREW-COFFEE!1 / shop "},
        {"a lower-case method", with_line("get / HTTP/1.1"), "get / shop "},
        {"every character a target may have", with_line("GET /-._~!$&'()*+,;=:@%20/?/?[]=%zz HTTP/1.1"),
         "GET /-._~!$&'()*+,;=:@%20/?/?[]=%zz shop "},
        {"a request line of just the limit", with_line("GET /" + std::string(186, 'a') + " HTTP/1.1"),
         "GET /" + std::string(186, 'a') + " shop "},
        {"an absolute form", with_line("GET http://other:81/a?b HTTP/1.1"), "GET /a?b other:81 "},
        {"an absolute form without a path", with_line("GET HTTPS://other HTTP/1.1"), "GET / other "},
        {"an absolute form with only a query", with_line("GET http://other?b HTTP/1.1"), "GET /?b other "},
        {"OPTIONS for the server", with_line("OPTIONS * HTTP/1.1"), "OPTIONS * shop "},
        {"OPTIONS for the server, absolute", with_line("OPTIONS http://other HTTP/1.1"), "OPTIONS * other "},
        {"HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "GET /  "},
        {"HTTP/1.0 with a strange expectation", "GET / HTTP/1.0\r\nExpect: x\r\n\r\n", "GET /  "},
        {"a Host with a port", with_host(" shop:8080"), "GET / shop:8080 "},
        {"a Host with an empty port", with_host(" shop:"), "GET / shop: "},
        {"a Host that is an address", with_host("127.0.0.1:80"), "GET / 127.0.0.1:80 "},
        {"an IPv6 Host", with_host(" [2001:db8::1]:80"), "GET / [2001:db8::1]:80 "},
        {"space around a value", with_host(" \t shop \t "), "GET / shop "},
        {"an empty value", with_header("Accept:"), "GET / shop "},
        {"UTF-8 in a value", with_header("A: caf\xc3\xa9"), "GET / shop "},
        {"a body", with_header("Content-Length: 5") + "hello", "GET / shop hello"},
        {"a body of nothing", with_header("Content-Length: 0"), "GET / shop "},
        {"a length with leading zeros", with_header("Content-Length: 0005") + "hello", "GET / shop hello"},
        {"a body of just the limit", with_header("Content-Length: 64") + std::string(64, 'b'),
         "GET / shop " + std::string(64, 'b')},
        {"a body that looks like a request", with_header("Content-Length: 18") + "GET / HTTP/1.1\r\n\r\n",
         "GET / shop GET / HTTP/1.1\r\n\r\n"},
        {"chunks", with_chunks("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), "POST / shop hello world"},
        {"chunks of CRLF", with_chunks("2\r\n\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n"), "POST / shop \r\n\r\n\r\n"},
        {"no chunk but the last", with_chunks("0\r\n\r\n"), "POST / shop "},
        {"a long zero as the last chunk", with_chunks("1\r\na\r\n0000\r\n\r\n"), "POST / shop a"},
        {"hexadecimal chunk sizes", with_chunks("a\r\n0123456789\r\n0A\r\nabcdefghij\r\n0\r\n\r\n"),
         "POST / shop 0123456789abcdefghij"},
        {"chunk extensions", with_chunks("5;a;b=1;c=\"x;\\\"y\"\r\nhello\r\n0;last\r\n\r\n"), "POST / shop hello"},
        {"trailers", with_chunks("5\r\nhello\r\n0\r\nA: a\r\nContent-Length: 7\r\nHost: evil\r\n\r\n"),
         "POST / shop hello"},
        {"chunked in capitals", "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n",
         "POST / shop "},
        {"three requests at once",
         with_header("Content-Length: 2") + "ab" + with_chunks("1\r\nc\r\n0\r\n\r\n") + with_line("GET /last HTTP/1.1"),
         "GET / shop ab\nPOST / shop c\nGET /last shop "},
        {"a request after a spare empty line", with_line("GET /1 HTTP/1.1") + "\r\n" + with_line("GET /2 HTTP/1.1"),
         "GET /1 shop \nGET /2 shop "},
    };
}

}  // namespace orion::tests
