#pragma once

#include <server/wire/unit_request.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::wire {

/// OpenAI's base64 of a vector: little-endian float32, standard alphabet, padded.
std::string floatsToBase64(const std::vector<float> &vector);
/// Empty: not base64, or no whole number of floats.
std::optional<std::vector<float>> base64ToFloats(std::string_view base64);

/// An OpenAI answer with its vectors in the encoding that the client asked for (`base64`, else numbers), for providers
/// that know only one; every other byte as it came. Empty: it is no such answer. Vectors that are already so stay.
std::optional<std::string> encodeEmbeddings(const UnitRequest &request, std::string answer);

/// The path below a Gemini base URL: `/models/NAME:batchEmbedContents`.
std::string geminiEmbeddingsPath(std::string_view upstreamModel);
/// Its body. InvalidRequest: token ids, which Gemini doesn't take.
Result<std::string> writeGeminiEmbeddings(const UnitRequest &request, std::string_view upstreamModel);

struct EmbeddingsAnswer
{
    std::string body; ///< in OpenAI's form, in the encoding that the client asked for
    Usage usage;
};
/// Gemini's answer. It reports no usage but in newer models: then the input is counted. Empty: it is no such answer.
std::optional<EmbeddingsAnswer> readGeminiEmbeddings(const UnitRequest &request, std::string_view answer);

} // namespace beaver::wire
