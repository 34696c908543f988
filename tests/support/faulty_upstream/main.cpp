// beaver-faulty-upstream: a model provider that misbehaves on demand. See --help.
#include "behaviours.h"
#include "control.h"
#include "listener.h"
#include "server.h"
#include "text.h"

#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>

namespace {

int stopEvent = -1;

void requestStop(int)
{
    eventfd_write(stopEvent, 1);
}

struct Arguments
{
    std::uint16_t port = 0;
    std::uint16_t trapPort = 0;
    std::string fixtures;
};

void printHelp()
{
    std::printf(
        "beaver-faulty-upstream: a model provider (OpenAI, Anthropic, Gemini) that misbehaves on demand.\n\n"
        "  --port N        where to listen on 127.0.0.1 (0, the default, picks a free port)\n"
        "  --trap-port N   where redirects lead; requests there are counted (0 picks)\n"
        "  --fixtures DIR  recorded exchanges, DIR/<provider>/<case>/meta.json\n"
        "  --list          every behaviour and option, one line each\n"
        "  --help          this\n\n"
        "Give a gateway the base URL http://127.0.0.1:PORT/<behaviour>[;option=value…]/v1 and it gets that\n"
        "behaviour, for example /ok/v1, /ok;tokens=50;chunk_ms=5/v1, /429;retry_after=1;fail=2/v1,\n"
        "/fixture;case=openai/stream_basic_usage;split=1/v1. Under /asked/v1 each request's body says it: the text\n"
        "[[do 429;retry_after=1]] anywhere in it.\n\n"
        "Prints `listening on http://127.0.0.1:PORT`, then a port that refuses, one where connecting takes for\n"
        "ever, the trap, and `ready`. Ends with SIGTERM or SIGINT.\n\n%s",
        std::string(faulty::controlHelp()).c_str());
}

int complain(const std::string &what)
{
    std::fprintf(stderr, "beaver-faulty-upstream: %s\n", what.c_str());
    return 2;
}

// Nothing: the program is done, with `result` as its exit code.
std::optional<Arguments> readArguments(int count, char **values, int &result)
{
    Arguments arguments;
    for (int i = 1; i < count; ++i) {
        std::string name = values[i];
        std::optional<std::string> value;
        if (const std::size_t equals = name.find('='); equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        }
        if (name == "--help" || name == "-h" || name == "--list") {
            if (name == "--list")
                std::fputs(faulty::behaviourList().c_str(), stdout);
            else
                printHelp();
            result = 0;
            return std::nullopt;
        }
        if (name != "--port" && name != "--trap-port" && name != "--fixtures") {
            result = complain("unknown argument '" + name + "'; see --help");
            return std::nullopt;
        }
        if (!value && i + 1 < count)
            value = values[++i];
        if (name == "--fixtures") {
            struct stat info{};
            if (!value || stat(value->c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
                result = complain("--fixtures takes an existing folder, not '" + value.value_or("") + "'");
                return std::nullopt;
            }
            arguments.fixtures = *value;
            continue;
        }
        const auto port = faulty::wholeNumber(value.value_or(""), 0, 65535);
        if (!port) {
            result = complain(name + " takes a port from 0 to 65535, not '" + value.value_or("") + "'");
            return std::nullopt;
        }
        (name == "--port" ? arguments.port : arguments.trapPort) = static_cast<std::uint16_t>(*port);
    }
    return arguments;
}

void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace

int main(int argc, char **argv)
{
    int result = 0;
    const auto arguments = readArguments(argc, argv, result);
    if (!arguments)
        return result;
    raiseDescriptorLimit();
    stopEvent = eventfd(0, EFD_CLOEXEC);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, requestStop);
    signal(SIGINT, requestStop);

    using faulty::Listener;
    const Listener listening(Listener::Kind::Accepting, arguments->port);
    const Listener trap(Listener::Kind::Accepting, arguments->trapPort);
    const Listener refusing(Listener::Kind::Refusing, 0);
    const Listener blackHole(Listener::Kind::BlackHole, 0);
    for (const Listener *listener : {&listening, &trap, &refusing, &blackHole})
        if (!listener->error().empty())
            return complain(listener->error() + (listener == &listening ? " (--port)" : " (--trap-port)"));

    faulty::Services services;
    services.fixtures = arguments->fixtures;
    services.port = listening.port();
    services.trapPort = trap.port();
    services.refusingPort = refusing.port();
    services.blackHolePort = blackHole.port();
    std::printf("listening on http://127.0.0.1:%u\nrefusing on http://127.0.0.1:%u\nblack hole on http://127.0.0.1:%u\n"
                "trap on http://127.0.0.1:%u\nready\n",
                services.port, services.refusingPort, services.blackHolePort, services.trapPort);
    std::fflush(stdout);
    faulty::Server(services).run(listening.descriptor(), trap.descriptor(), stopEvent);
    return 0;
}
