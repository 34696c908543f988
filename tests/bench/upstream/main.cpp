// beaver-bench-upstream: canned answers of OpenAI and Anthropic as fast as one thread can give them. See --help.
#include "server.h"

#include <tests/bench/common/arguments.h>
#include <tests/bench/common/net.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

int main(int argc, char **argv)
{
    static constexpr bench::OptionSpec options[] = {{"port", "0", "where to listen on 127.0.0.1; 0 picks a free port"}};
    const bench::Arguments arguments(
        argc, argv,
        "beaver-bench-upstream: answers every POST like OpenAI's chat completions, POST …/messages like Anthropic, "
        "from "
        "memory.\n\n"
        "Without \"stream\":true: 600 bytes of JSON. With: chunks with sequence number and time, a usage frame if "
        "asked for,\n"
        "[DONE]. How many and how fast stands in the prompt, `[[bench c=64 i=20000 d=0 t=7 ]]`: chunks, microseconds "
        "between\n"
        "two, microseconds before the first byte, the stream's number. GET /_stats counts.\n"
        "Prints `listening on http://127.0.0.1:PORT`.\n",
        options, 0);
    bench::raiseDescriptorLimit();
    auto port = static_cast<std::uint16_t>(arguments.number("port"));
    const int listener = bench::listenOn(port);
    if (listener < 0)
        bench::Arguments::fail(std::string("--port: ") + std::strerror(errno));
    std::printf("listening on http://127.0.0.1:%u\n", port);
    std::fflush(stdout);
    bench::Server(listener).run();
}
