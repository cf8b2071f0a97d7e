#pragma once

namespace orion::system {

/// For a process that knows secrets, before it has threads: from now on it leaves no core dump, other processes of its
/// user can neither read its memory nor attach to it, and no program that it starts has more rights than it. Throws
/// std::system_error.
void lock_down_process();

}  // namespace orion::system
