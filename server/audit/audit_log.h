#pragma once

#include <server/storage/connection.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::audit {

/// Who did it, and from where.
struct Actor
{
    Actor() = default;
    Actor(std::string who) // NOLINT(google-explicit-constructor): where nothing else is known
        : account(std::move(who))
    {}
    Actor(const char *who) // NOLINT(google-explicit-constructor)
        : account(who)
    {}

    std::string account;   ///< its id; `start` for what the configuration says, `command line`, `gateway`
    std::string via;       ///< id of the key or session it came with
    std::string address;   ///< numeric IP
    std::string requestId; ///< `x-request-id`
};

/// What somebody did to something. Neither JSON holds a secret.
struct Action
{
    Actor actor;
    std::string action; ///< `endpoint.create`, `model.price`, …
    std::string subject;
    std::string before; ///< JSON; empty: it wasn't there
    std::string after;
};

struct Line
{
    std::int64_t id = 0; ///< 1, 2, 3, … without a gap
    std::int64_t atMs = 0;
    Action action;
    std::string hash;
};

/// Appends a line. Belongs into the transaction of what it tells about, on the writer's connection.
Result<void> append(storage::Connection &connection, const Action &action, std::int64_t nowMs);

/// What to look for; what is empty or 0 doesn't matter.
struct Query
{
    std::string actor;
    std::string action; ///< whole, or its beginning up to a dot: `key.` finds key.create and key.rotate
    std::string subject;
    std::string text; ///< part of actor, subject, address, request id, before or after
    std::int64_t fromMs = 0;
    std::int64_t untilMs = 0;  ///< lines before this time
    std::int64_t beforeId = 0; ///< older lines than this one
    int limit = 50;
};
/// Newest first.
Result<std::vector<Line>> search(storage::Connection &connection, const Query &query);
/// Newest first; those before `beforeId` (0: all), of one subject (empty: of all).
Result<std::vector<Line>> lines(storage::Connection &connection, int limit, std::int64_t beforeId,
                                std::string_view subject);

struct Proof
{
    std::int64_t checked = 0;
    std::int64_t firstBad = 0; ///< id of the first line that doesn't follow from the one before; 0: all do
    std::string head;          ///< hash of the last line in hexadecimal digits: what is noted elsewhere pins all before
};
/// Walks the whole chain.
Result<Proof> prove(storage::Connection &connection);

/// BLAKE2b-256 over the previous hash (32 bytes; zeros before the first line) and the line's fields, each as a
/// netstring (https://cr.yp.to/proto/netstrings.txt): id, at, actor, action, subject, before, after, and where one of
/// them is known via, address, request id.
std::string lineHash(std::string_view previous, const Line &line);

} // namespace beaver::audit
