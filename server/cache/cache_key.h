#pragma once

#include <server/cache/types.h>

#include <optional>
#include <string_view>

namespace beaver::cache {

/// The key of a request. `tenant`: account or project id, so tenants never share. `surface`: the client's, or its
/// dialect: the same body means another thing elsewhere. `model`: the catalogue's id and not an alias, which may move;
/// the body's own `model` is left out.
///
/// Two bodies are the same whatever the order of their keys, white space, escapes in texts, and spelling of numbers.
/// What doesn't change the answer is left out at the top: `stream`, `stream_options`, `user`, `metadata`, `cache`,
/// `cache_ttl`, `session_id`, `safety_identifier`, `prompt_cache_key`, and members that are null.
///
/// Empty: the body is no JSON object, or asks for something beyond an answer, which a repetition would leave undone
/// (`store`, which surfaces called `responses…` do unless told not to, `background`, `previous_response_id`,
/// `conversation`). Not in the middle of using another parseJson()
/// document.
std::optional<CacheKey> cacheKey(std::string_view tenant, std::string_view surface, std::string_view model,
                                 std::string_view body);

} // namespace beaver::cache
