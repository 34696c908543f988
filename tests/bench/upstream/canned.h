#pragma once

#include <tests/bench/common/chunk_format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

struct Ask
{
    bool stream = false;
    bool usage = false; ///< wants a usage frame in the stream
    Wish wish;
};

Ask readAsk(std::string_view body);

/// A whole HTTP answer of about 600 bytes of JSON with usage.
const std::string &cannedAnswer();

/// A small whole answer for anything that isn't a chat call: the model list.
const std::string &cannedModels();

std::string_view streamHead();

/// In HTTP chunks of their own, as a provider sends them.
void appendStreamChunk(std::string &out, const ChunkMark &mark);
/// Finish reason, usage if asked for, `[DONE]`, last HTTP chunk.
void appendStreamEnd(std::string &out, const Ask &ask);

} // namespace bench
