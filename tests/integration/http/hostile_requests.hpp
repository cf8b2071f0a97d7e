#pragma once

#include "orion/http/request_framing.hpp"
#include "orion/http/server.hpp"

#include <string>
#include <vector>

namespace orion::tests {

/// The limits that the examples are written for: small, so that every cut of every example can be tried.
http::ServerSettings small_limits();
http::FramingLimits framing_limits(const http::ServerSettings& settings);

struct HostileRequest {
    std::string what;
    std::string bytes;
    int status;  ///< the refusal it must meet
};

/// Requests with two meanings, none, or too much of everything.
std::vector<HostileRequest> hostile_requests();

struct SoundRequest {
    std::string what;
    std::string bytes;
    std::string understood;  ///< `METHOD target host body` of each request, one a line
};

/// Requests that are unusual and right.
std::vector<SoundRequest> sound_requests();

}  // namespace orion::tests
