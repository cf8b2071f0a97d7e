#include "orion/kernel/money.hpp"
#include "orion/ports/trace_context.hpp"
#include "orion/system/system_clock.hpp"

int main() {
    const orion::TraceScope scope{{.correlation_id = "package", .causation_id = {}, .traceparent = {}}};
    const orion::system::SystemClock clock;
    const bool alive = clock.now() > orion::Instant{} && orion::current_trace().correlation_id == "package";
    return alive && orion::Currency::parse("GBP") ? 0 : 1;
}
