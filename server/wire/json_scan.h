#pragma once

#include <server/wire/long_texts.h>
#include <simdjson.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// Where one member of an object stands in the text.
struct MemberSpan
{
    std::size_t keyBegin = 0; ///< the opening quote
    std::size_t valueBegin = 0;
    std::size_t valueEnd = 0; ///< behind the value
};

/// The members of the object at `text[at]` (white space before it is skipped), in their order. `text` must be valid
/// JSON: parse it first; the order is that of simdjson's own iteration, so the two can be walked together.
std::vector<MemberSpan> scanObject(std::string_view text, std::size_t at = 0);

/// Removes one member, with its comma, from `text`; `members` are those of the object it stands in.
void eraseMember(std::string &text, const std::vector<MemberSpan> &members, std::size_t index);

/// A parser that is kept and used again by all of this thread, for documents nested up to 64 deep. What it returns
/// lives until the next parse. Large buffers are given back.
simdjson::simdjson_result<simdjson::dom::element> parseJson(std::string_view text);
/// The same of a text that isn't copied first if its capacity leaves SIMDJSON_PADDING bytes behind its end.
simdjson::simdjson_result<simdjson::dom::element> parseOwnJson(const std::string &text);
/// The same, but what is parsed has names in place of long texts: see longTexts(). Short documents have none.
simdjson::simdjson_result<simdjson::dom::element> parseLongJson(const std::string &text);
/// What this thread's last parse left out; empty where it read all.
const LongTexts &longTexts();
/// scanObject() of the text that this thread parsed last, without reading it again: by what the parser found in it.
std::vector<MemberSpan> scanParsed(std::string_view text);

} // namespace beaver::wire
