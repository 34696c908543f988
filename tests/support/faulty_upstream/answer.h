#pragma once

#include "request.h"
#include "selection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace faulty {

/// Whose language an exchange speaks.
enum class Dialect { OpenAi, Responses, Anthropic, Gemini };

/// By the path: `…/messages`, `…/responses`, `…:generateContent`; all else is OpenAI's.
Dialect dialectOf(std::string_view path);

/// What a well-behaved provider would answer to a chat (or legacy completion) request. The text is numbered words, `w0
/// w1 …`, one a token, so that a lost or reordered chunk shows.
struct Answer
{
    Dialect dialect = Dialect::OpenAi;
    std::string id; ///< `chatcmpl-faulty-N`, `msg_faulty_N` …: N is the request's number in `/_stats` and `/_bodies/N`
    std::string model;
    std::vector<std::string> words;
    std::int64_t choices = 1;
    std::int64_t promptTokens = 0;
    std::int64_t completionTokens = 0; ///< of all choices, reasoning too
    std::int64_t cachedTokens = 0;
    std::int64_t reasoningTokens = 0;
    bool legacy = false; ///< /v1/completions
    bool stream = false;
    bool includeUsage = false; ///< asked for, or a dialect that always reports
    std::string finish;        ///< in OpenAI's words

    std::string text() const;
};

/// From the request and the options tokens, prompt, cached, reasoning, text, finish and model. A body that isn't JSON
/// is answered like an empty one.
Answer answerFor(const Request &request, const Selection &selection, std::uint64_t number);

/// One event of a stream before its framing. `name`: of the `event:` line; empty: there is none.
struct StreamEvent
{
    std::string name;
    std::string data;
};

// In the answer's dialect each:

std::string usageJson(const Answer &answer);
/// Anything in the place of the three numbers.
std::string usageJson(Dialect dialect, std::string_view prompt, std::string_view completion, std::string_view total);
/// The member that holds it: `usage`, `usageMetadata`.
std::string_view usageName(Dialect dialect);

/// The unstreamed answer; `usage` is put in as it is, empty: left out.
std::string completionJson(const Answer &answer, std::string_view usage);
/// The streamed answer without the end marker: an event a word, and what opens and finishes it.
std::vector<StreamEvent> streamEvents(const Answer &answer, std::string_view usage);
/// The end marker: `[DONE]`, `message_stop`, `response.completed`; none in Gemini's.
std::vector<StreamEvent> endEvents(const Answer &answer, std::string_view usage);
/// An event with any text, for behaviours that need a special one. `extra`: more members, each with its comma before.
StreamEvent chunkEvent(const Answer &answer, std::string_view text, std::string_view extra = {});

/// The error object with the type and code that belong to the status.
std::string errorJson(Dialect dialect, int status, std::string_view message);
std::string errorJson(int status, std::string_view message);
/// The same inside a stream.
std::vector<StreamEvent> errorEvents(const Answer &answer, int status, std::string_view message);

} // namespace faulty
