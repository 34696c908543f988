#pragma once

#include <tests/bench/common/chunk_format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

struct Ask
{
    bool stream = false;
    bool usage = false;     ///< wants a usage frame in the stream
    bool anthropic = false; ///< asked at …/messages: is answered in Anthropic's form
    Wish wish;
};

Ask readAsk(std::string_view path, std::string_view body);

/// A whole HTTP answer of about 600 bytes of JSON with usage.
const std::string &cannedAnswer(const Ask &ask);

/// A small whole answer for anything that isn't a chat call: the model list.
const std::string &cannedModels();

/// HTTP head, and what the dialect says before its first text.
void appendStreamStart(std::string &out, const Ask &ask);
/// In HTTP chunks of their own, as a provider sends them.
void appendStreamChunk(std::string &out, const Ask &ask, const ChunkMark &mark);
/// Finish reason, usage, the dialect's last event, last HTTP chunk.
void appendStreamEnd(std::string &out, const Ask &ask);

} // namespace bench
