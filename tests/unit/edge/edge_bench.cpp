// Serves `{}` until it is killed: `edge_bench PORT`, then `wrk -c64 -d5 http://127.0.0.1:PORT/v1/x`. Paths: /async
// answers from a posted job, /stream in ten chunks.
#include <QCoreApplication>

#include <server/http/edge/edge.h>

#include <cstdio>

using namespace beaver;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    ops::EventLoop loop;
    http::EdgeLimits limits;
    limits.connectionsPerAddress = 0;
    limits.requestsPerConnection = 1'000'000'000;
    http::Edge::Hooks hooks;
    const http::ResponseHead head = http::ResponseHead().add("content-type", "application/json");
    hooks.handle = [&](const std::shared_ptr<const http::Request> &request,
                       const std::shared_ptr<http::Responder> &responder) {
        if (request->path == "/async") {
            loop.post([responder, &head] { responder->send(head, "{}"); });
        } else if (request->path == "/stream") {
            responder->begin(head);
            for (int k = 0; k < 10; ++k)
                responder->write("data: {}\n\n");
            responder->finish();
        } else {
            responder->send(head, "{}");
        }
    };
    http::Edge edge(loop, limits, http::makeConnectionQuota(limits), hooks);
    const auto listening =
        http::openListener("127.0.0.1", argc > 1 ? static_cast<std::uint16_t>(std::atoi(argv[1])) : 0);
    if (listening.descriptor < 0) {
        std::fprintf(stderr, "%s\n", listening.error.c_str());
        return 1;
    }
    std::printf("port %d\n", listening.port);
    std::fflush(stdout);
    edge.listen(listening.descriptor);
    return QCoreApplication::exec();
}
