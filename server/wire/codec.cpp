#include <server/wire/anthropic.h>
#include <server/wire/codec.h>
#include <server/wire/codec_support.h>
#include <server/wire/gemini.h>
#include <server/wire/openai_chat.h>
#include <server/wire/responses.h>

#include <algorithm>

namespace beaver::wire {

Result<ChatRequest> decodeRequest(Dialect dialect, std::string body, std::string_view model, bool stream)
{
    switch (dialect) {
    case Dialect::Responses:
        return decodeResponses(std::move(body));
    case Dialect::Anthropic:
        return decodeAnthropic(std::move(body));
    case Dialect::Gemini:
        return decodeGemini(std::move(body), model, stream);
    case Dialect::OpenAiChat:
        break;
    }
    return decodeOpenAiChat(std::move(body), model);
}

Result<std::int64_t> countTokens(Dialect dialect, std::string body)
{
    // Gemini's count may hold the whole request it is asked about.
    for (const auto &member :
         dialect == Dialect::Gemini && parseBody(body) ? scanObject(body) : std::vector<MemberSpan>()) {
        if (std::string_view(body).substr(member.keyBegin).starts_with("\"generateContentRequest\"")) {
            body = body.substr(member.valueBegin, member.valueEnd - member.valueBegin);
            break;
        }
    }
    auto decoded = decodeRequest(dialect, body, "any");
    const std::size_t brace = body.find('{');
    if (!decoded && decoded.error().param == "max_tokens" && brace != std::string::npos) {
        body.insert(brace + 1, "\"max_tokens\":1,");
        decoded = decodeRequest(dialect, std::move(body), "any");
    }
    if (!decoded)
        return decoded.error();
    return std::max<std::int64_t>(decoded->inputTokens - tokensOfPrompt, 1); // without the margin of holds
}

OutgoingBody patchRequest(const ChatRequest &request, const UpstreamPatch &patch)
{
    switch (request.dialect) {
    case Dialect::Responses:
        return patchResponses(request, patch);
    case Dialect::Anthropic:
        return patchAnthropic(request, patch);
    case Dialect::Gemini:
        return patchGemini(request, patch);
    case Dialect::OpenAiChat:
        break;
    }
    return patchOpenAiChat(request, patch);
}

Result<Request> readRequest(const ChatRequest &request)
{
    switch (request.dialect) {
    case Dialect::Responses:
        return readResponses(request);
    case Dialect::Anthropic:
        return readAnthropic(request);
    case Dialect::Gemini:
        return readGemini(request);
    case Dialect::OpenAiChat:
        break;
    }
    return readOpenAiChat(request);
}

Result<std::string> writeRequest(Dialect dialect, const Request &request, const Target &target)
{
    switch (dialect) {
    case Dialect::Responses:
        return writeResponses(request, target);
    case Dialect::Anthropic:
        return writeAnthropic(request, target);
    case Dialect::Gemini:
        return writeGemini(request, target);
    case Dialect::OpenAiChat:
        break;
    }
    return writeOpenAiChat(request, target);
}

std::unique_ptr<AnswerReader> makeReader(Dialect dialect, const UsageStyle &style)
{
    switch (dialect) {
    case Dialect::Responses:
        return makeResponsesReader();
    case Dialect::Anthropic:
        return makeAnthropicReader();
    case Dialect::Gemini:
        return makeGeminiReader();
    case Dialect::OpenAiChat:
        break;
    }
    return makeOpenAiChatReader(style);
}

std::unique_ptr<AnswerWriter> makeWriter(Dialect dialect, AnswerIdentity identity)
{
    switch (dialect) {
    case Dialect::Responses:
        return makeResponsesWriter(std::move(identity));
    case Dialect::Anthropic:
        return makeAnthropicWriter(std::move(identity));
    case Dialect::Gemini:
        return makeGeminiWriter(std::move(identity));
    case Dialect::OpenAiChat:
        break;
    }
    return makeOpenAiChatWriter(std::move(identity));
}

} // namespace beaver::wire
