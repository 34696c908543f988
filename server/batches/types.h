#pragma once

#include <server/files/types.h>
#include <shared/base/ids.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::batches {

struct BatchIdKind
{
    static constexpr std::string_view prefix = "batch_";
};
using BatchId = Id<BatchIdKind>;

///     validating ─▶ in_progress ─▶ finalizing ─▶ completed
///          │             ├─────────────────────▶ expired
///          ├─▶ failed    └─▶ cancelling ───────▶ cancelled
enum class Status : std::uint8_t {
    Validating,
    InProgress,
    Finalizing,
    Completed,
    Failed,  ///< the input isn't what it should be
    Expired, ///< its window closed before all lines were answered
    Cancelling,
    Cancelled,
};
std::string_view statusName(Status status); ///< `validating`, `in_progress`, …
std::optional<Status> statusByName(std::string_view name);
bool hasEnded(Status status);

/// What is wrong with the input, as OpenAI tells it.
struct InputError
{
    std::string code;
    std::string message;
    std::string param;     ///< empty: none
    std::int64_t line = 0; ///< from 1; 0: none
};

/// So many calls, a line of the input file each, carried out by and by. Times are milliseconds since 1970.
struct Batch
{
    BatchId id;
    AccountId account;
    KeyId key;            ///< whose limits count; empty: made by a signed-in person
    std::string endpoint; ///< the path that every line calls
    files::FileId input;
    std::string window;     ///< `24h`
    std::string metadata;   ///< JSON object, or empty
    int pricePercent = 100; ///< of the sale price
    Status status = Status::Validating;
    files::FileId output; ///< of lines answered with 2xx; a file of this id is there once the batch has ended
    files::FileId errors; ///< of the others
    bool hasOutput = false;
    bool hasErrors = false;
    std::string inputErrors; ///< JSON array, or empty
    std::int64_t outputExpiresS = 0;
    std::int64_t total = 0; ///< lines
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::int64_t createdAtMs = 0;
    std::int64_t expiresAtMs = 0;
    std::optional<std::int64_t> inProgressAtMs;
    std::optional<std::int64_t> finalizingAtMs;
    std::optional<std::int64_t> cancellingAtMs;
    std::optional<std::int64_t> endedAtMs;
};

/// Paths that a batch can call.
bool isBatchEndpoint(std::string_view path);

std::string inputErrorsJson(const std::vector<InputError> &errors);

} // namespace beaver::batches
