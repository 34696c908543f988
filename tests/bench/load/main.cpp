// beaver-bench-load: calls, streams or idle connections against one address, everything checked. See --help.
#include "modes.h"

#include <tests/bench/common/arguments.h>
#include <tests/bench/common/net.h>

#include <cstdio>
#include <fstream>

namespace bench {

namespace {

std::string head(const char *method, const Target &target, int connection)
{
    std::string text = std::string(method) + " " + target.path + " HTTP/1.1\r\nhost: 127.0.0.1\r\n";
    if (!target.keys.empty())
        text +=
            "authorization: Bearer " + target.keys[static_cast<std::size_t>(connection) % target.keys.size()] + "\r\n";
    return text;
}

// A document of words and lines, as JSON writes it.
std::string prose(std::size_t bytes)
{
    constexpr std::string_view line =
        "The dam holds because every stick is where it was put; \\\"nobody\\\" takes one out "
        "without putting one in, and the water finds its level.\\n";
    std::string text;
    text.reserve(bytes + line.size());
    while (text.size() < bytes)
        text += line;
    return text;
}

} // namespace

std::string Target::chatRequest(int connection, bool stream, const Wish &wish) const
{
    std::string body = "{\"model\":\"" + model +
                       "\",\"messages\":[{\"role\":\"system\",\"content\":\"You build dams.\"},{\"role\":"
                       "\"user\",\"content\":\"What holds a dam together? " +
                       prose(promptBytes) + wishText(wish) + "\"}],\"max_tokens\":256";
    if (cache)
        body += ",\"cache\":true";
    if (stream)
        body += ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    body += "}";
    return head("POST", *this, connection) +
           "content-type: application/json\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string Target::getRequest(int connection) const
{
    return head("GET", *this, connection) + "\r\n";
}

} // namespace bench

int main(int argc, char **argv)
{
    static constexpr bench::OptionSpec options[] = {
        {"url", "", "http://127.0.0.1:PORT/path"},
        {"key-file", "", "API keys, one a line; connections take turns"},
        {"pids", "", "processes whose CPU time is measured, with commas"},
        {"model", "gpt-4o-mini", "calls, streams: the model that is asked for"},
        {"translated", "0", "streams: 1 where the gateway writes the chunks anew, from another dialect"},
        {"prompt-bytes", "0", "calls, streams: length of the prompt; 0: short"},
        {"cache", "0", "calls, streams: 1 asks with \"cache\":true"},
        {"connections", "64", "calls, idle: connections"},
        {"rate", "0", "calls: a second, whether answers come or not; 0: closed loop"},
        {"warm-up-ms", "1000", "calls: not measured"},
        {"ms", "5000", "calls: measured"},
        {"streams", "100", "streams: at once"},
        {"chunks", "64", "streams: chunks in each"},
        {"interval-us", "20000", "streams: between two chunks"},
        {"delay-us", "0", "upstream's wait before its first byte"},
        {"ramp-ms", "1000", "streams: time over which they start"},
        {"limit-ms", "120000", "streams: gives up after this"},
    };
    const bench::Arguments arguments(
        argc, argv,
        "beaver-bench-load calls|streams|idle --url URL [options]\n\n"
        "calls:   unstreamed chat calls, one after the other on each connection, or at a fixed rate with latency "
        "counted from\n"
        "         the time a call should have been sent\n"
        "streams: streamed chat calls, all at once; order, number and bytes of the chunks are checked\n"
        "idle:    connections that ask once (GET) and stay until standard input ends; prints `holding N`\n"
        "Prints one JSON object; its error_count must be 0 for its figures to mean anything.\n",
        options, 1);
    bench::raiseDescriptorLimit();
    bench::Target target;
    target.port = bench::splitUrl(arguments.text("url"), target.path);
    target.pids = arguments.text("pids");
    target.model = arguments.text("model");
    target.promptBytes = static_cast<std::size_t>(arguments.number("prompt-bytes"));
    target.cache = arguments.number("cache") != 0;
    if (const std::string file = arguments.text("key-file"); !file.empty()) {
        std::ifstream lines(file);
        for (std::string key; std::getline(lines, key);)
            if (!key.empty())
                target.keys.push_back(key);
        if (target.keys.empty())
            bench::Arguments::fail("--key-file: no keys in '" + file + "'");
    }
    bench::Wish wish;
    wish.chunks = static_cast<std::uint64_t>(arguments.number("chunks"));
    wish.intervalUs = static_cast<std::uint64_t>(arguments.number("interval-us"));
    wish.delayUs = static_cast<std::uint64_t>(arguments.number("delay-us"));
    const auto seconds = [&](std::string_view name) { return static_cast<double>(arguments.number(name)) / 1'000; };
    const auto count = [&](std::string_view name) { return static_cast<int>(arguments.number(name)); };

    const std::string mode = arguments.words().empty() ? std::string() : arguments.words().front();
    std::string json;
    if (mode == "calls")
        json = bench::runCalls(target, {count("connections"), static_cast<double>(arguments.number("rate")),
                                        seconds("warm-up-ms"), seconds("ms"), wish});
    else if (mode == "streams")
        json = bench::runStreams(target, {count("streams"), seconds("ramp-ms"), seconds("limit-ms"),
                                          arguments.number("translated") != 0, wish});
    else if (mode == "idle")
        json = bench::runIdle(target, count("connections"));
    else
        bench::Arguments::fail("say calls, streams or idle; see --help");
    std::printf("%s\n", json.c_str());
}
