#pragma once

#include <shared/base/result.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::responses {

/// What a request to `POST /v1/responses` says about keeping. A body that isn't a JSON object says nothing: its decoder
/// refuses it.
struct Wish
{
    std::string previousId;    ///< `previous_response_id`, or empty
    std::optional<bool> store; ///< `store`
    std::string model;
    std::string input; ///< JSON array: `input`, a text made an item of; `[]` where there is none
};
/// InvalidRequest names a field of a wrong type.
Result<Wish> readWish(std::string_view body);

/// The body with so many items of JSON (divided by commas) before its own input, and without `previous_response_id`.
std::string withHistory(std::string body, std::string_view history, std::string_view ownInput);

/// The output of a response as input of the next one, divided by commas. What only the server that made it knows is
/// left out: reasoning without `encrypted_content`, and the ids of messages and calls.
std::string outputAsInput(std::string_view response);

/// The items of a JSON array as texts; none where it isn't one.
std::vector<std::string> itemsOf(std::string_view array);
/// One item as `GET …/input_items` shows it: with an id, a message's text as a list of parts.
std::string shownItem(std::string_view item, std::string_view responseId, std::size_t number);
/// The `id` of an item or a response; empty where it has none.
std::string idOf(std::string_view json);

/// The response with `previous_response_id` as the client gave it.
std::string withPreviousId(std::string response, std::string_view previousId);

} // namespace beaver::responses
