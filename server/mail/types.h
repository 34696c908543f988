#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace beaver::mail {

/// What somebody is to be told. Plain text; the HTML beside it is made from it.
struct Message
{
    std::string to;      ///< one address, `name@example.com`
    std::string subject; ///< one line of UTF-8, up to 200 bytes
    std::string text;    ///< UTF-8; may hold a token: it is sealed in the database and forgotten once it is sent
    std::string kind;    ///< for the list of the outbox: `verify`, `reset`, `alert`, …
    std::string account; ///< whom it concerns; empty: nobody with an account
};

enum class State : std::uint8_t {
    Queued, ///< waits for its (next) attempt
    Sent,
    Failed, ///< given up
    Logged, ///< there was no SMTP_URL: it went to the log
};
std::string_view stateName(State state);

/// One line of the outbox, without what the message says.
struct Entry
{
    std::string id;
    std::string account;
    std::string kind;
    std::string to;
    std::string subject;
    State state = State::Queued;
    int attempts = 0;
    std::int64_t nextAttemptMs = 0; ///< while queued
    std::string lastError;
    std::int64_t createdAtMs = 0;
    std::int64_t endedAtMs = 0; ///< 0: still queued
};

} // namespace beaver::mail
