#pragma once

#include "orion/http/server.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace orion::tests {

/// Answers with what it understood, `METHOD target host body`, unless a test puts something else in `on_request`.
class EchoApplication : public http::Application {
public:
    std::function<void(http::Request, http::Responder)> on_request;

    void serve(http::Request request, http::Responder respond) override {
        if (on_request) return on_request(std::move(request), std::move(respond));
        respond({.status = 200, .headers = {}, .body = describe(request)});
    }
    http::Response refuse(int status, std::string_view reason, const http::Request& /*request*/) override {
        return {.status = status, .headers = {}, .body = std::string(reason)};
    }

    static std::string describe(const http::Request& request) {
        return request.method + " " + request.target + " " + request.host + " " + request.body;
    }
};

}  // namespace orion::tests
