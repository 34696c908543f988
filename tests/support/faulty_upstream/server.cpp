#include "server.h"

#include "behaviours.h"
#include "control.h"
#include "text.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>

namespace faulty {

namespace {

// `fail` and `ok_first` may make this request an ordinary one. Only POSTs count, so that a health check by GET doesn't
// use up the failures.
bool misbehavesNow(const Request &request, const Selection &selection, Observer &observer)
{
    if (!selection.has("fail") && !selection.has("ok_first"))
        return true;
    const bool post = request.method == "POST";
    const auto turn =
        static_cast<std::int64_t>(post ? observer.countPost(selection.prefix) : observer.posts(selection.prefix) + 1);
    return selection.has("fail") ? turn <= selection.number("fail", 0) : turn > selection.number("ok_first", 0);
}

} // namespace

Server::Server(Services &services)
    : m_services(services)
{}

void Server::run(int mainSocket, int trapSocket, int stop)
{
    std::array<pollfd, 3> watched{pollfd{mainSocket, POLLIN, 0}, pollfd{trapSocket, POLLIN, 0},
                                  pollfd{stop, POLLIN, 0}};
    while (poll(watched.data(), watched.size(), -1) >= 0 || errno == EINTR) {
        if (watched[2].revents)
            break;
        if (watched[0].revents)
            accept(mainSocket, false);
        if (watched[1].revents)
            accept(trapSocket, true);
    }
    std::unique_lock lock(m_mutex);
    for (const int fd : m_connections)
        shutdown(fd, SHUT_RDWR);
    m_none.wait(lock, [this] { return m_threads == 0; });
}

void Server::accept(int socket, bool trap)
{
    const int fd = accept4(socket, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) {
        // Out of descriptors: let others finish instead of spinning.
        if (errno == EMFILE || errno == ENFILE)
            poll(nullptr, 0, 10);
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_connections.insert(fd);
        ++m_threads;
    }
    try {
        std::thread(&Server::serve, this, fd, trap).detach();
    } catch (const std::system_error &) {
        const Wire closes(fd);
        const std::lock_guard lock(m_mutex);
        m_connections.erase(fd);
        --m_threads;
    }
}

void Server::serve(int fd, bool trap)
{
    m_services.observer.connectionOpened();
    {
        Wire wire(fd);
        RequestReader reader(fd);
        Request request;
        bool keepAlive = true;
        while (keepAlive) {
            const RequestReader::Outcome outcome = reader.next(request);
            if (outcome == RequestReader::Outcome::Closed)
                break;
            if (outcome != RequestReader::Outcome::Request) {
                m_services.observer.badRequest();
                wire.send("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
                break;
            }
            answer(request, wire, trap, keepAlive);
        }
        if (!wire.peerLeft())
            wire.finish();
        // Erased before the descriptor is closed, so that the number can't belong to a newer connection already.
        const std::lock_guard lock(m_mutex);
        m_connections.erase(fd);
    }
    m_services.observer.connectionClosed();
    const std::lock_guard lock(m_mutex);
    --m_threads;
    m_none.notify_all();
}

void Server::answer(const Request &request, Wire &wire, bool trap, bool &keepAlive)
{
    const Selection nothing;
    if (const auto control = controlPlan(request, m_services)) {
        Exchange exchange(request, nothing, wire, m_services, 0);
        keepAlive = exchange.deliver(*control) && exchange.keepAlive;
        return;
    }
    Selection selection = parseSelection(request.path);
    if (selection.error.empty() && selection.behaviour == "asked")
        selection = askedSelection(selection, request.body);
    const Behaviour *behaviour = selection.error.empty() ? findBehaviour(selection.behaviour) : nullptr;
    const std::string problem = !selection.error.empty() ? selection.error
                                : !behaviour ? "no behaviour '" + selection.behaviour + "'; see --list or GET /_list"
                                             : checkOptions(*behaviour, selection);
    trap = trap || selection.behaviour == "trap";
    const std::uint64_t number = m_services.observer.begin(request, selection.prefix, trap);
    const std::uint64_t before = wire.bytesSent();
    Exchange exchange(request, problem.empty() ? selection : nothing, wire, m_services, number);
    if (!problem.empty()) {
        m_services.observer.badRequest();
        exchange.deliver(jsonPlan(behaviour ? 400 : 404, errorJson(400, "faulty upstream: " + problem)));
    } else if (trap || !misbehavesNow(request, selection, m_services.observer)) {
        exchange.deliver(ordinaryPlan(exchange));
    } else {
        behaviour->run(exchange);
    }
    m_services.observer.keepBody(number, exchange.takeBody());
    const bool gone = wire.peerLeft() && !exchange.isComplete();
    m_services.observer.end(number,
                            gone                ? Outcome::Cancelled
                            : exchange.wasCut() ? Outcome::Cut
                                                : Outcome::Complete,
                            wire.bytesSent() - before, wire.leftAtUs());
    keepAlive = exchange.keepAlive && !wire.peerLeft() && !wire.isCut();
}

} // namespace faulty
