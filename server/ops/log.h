#pragma once

namespace beaver::ops {

/// Sends Qt's messages to standard error as `TIME LEVEL CATEGORY: text`, one line each, and keeps Qt's own request
/// dumps
/// (`qt.httpserver`), which would show credentials, off whatever the environment says. Call once, first thing.
void installLog(bool verbose);

} // namespace beaver::ops
