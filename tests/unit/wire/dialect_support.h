#pragma once

#include <server/wire/canonical.h>
#include <server/wire/events.h>

#include <string>
#include <vector>

namespace beaver::tests {

/// One recorded exchange of any provider; see the README beside the data.
struct Recording
{
    std::string provider;
    std::string name;
    std::string url;
    int status = 0;
    bool stream = false;
    std::string request;  ///< JSON, or empty
    std::string response; ///< bytes

    std::string path() const { return provider + '/' + name; }
};

/// Those of these providers whose name begins with `prefix`; empty where the shared data is missing (then tests skip
/// with a word).
std::vector<Recording> recordings(const std::vector<std::string> &providers, const std::string &prefix = {});

/// What an answer says in the end, whatever its pieces: one line for each thing, ids left out.
std::string said(const std::vector<wire::Event> &events);
/// The whole of a request, one line for each thing.
std::string described(const wire::Request &request);
/// Counts that aren't 0, such as `input=13 output=5`, without requests and searches.
std::string counted(const wire::Usage &usage);

// Parts with what a test cares for.
wire::TextPart aText(std::string text);
wire::MediaPart aPicture(std::string mediaType, std::string data);
wire::MediaPart aLink(std::string url);
wire::ToolCallPart aCall(std::string id, std::string name, std::string arguments, std::string signature = {});
wire::ToolResultPart aResult(std::string callId, std::string text, bool isError = false);
wire::Tool aTool(std::string name, std::string description = {}, std::string parameters = {});
wire::AnswerIdentity identity(std::string id, std::string model, std::vector<std::string> customTools = {});

/// Reads a stream that comes in pieces of `piece` bytes.
std::vector<wire::Event> readStream(wire::AnswerReader &reader, const std::string &bytes, std::size_t piece);
/// Writes a stream of these events.
std::string writeStream(wire::AnswerWriter &writer, const std::vector<wire::Event> &events,
                        const wire::AnswerTotals &totals);
/// The `data:` of a stream's events.
std::vector<std::string> dataOf(const std::string &stream);

} // namespace beaver::tests
