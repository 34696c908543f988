#pragma once

#include "exchange.h"

#include <optional>

namespace faulty {

/// The ordinary answer to what isn't chat: embeddings, moderations, rerank, images, audio, counts of tokens, lists of
/// models, health. Nothing: it isn't one of these paths.
std::optional<Plan> otherAnswer(const Exchange &exchange);

} // namespace faulty
