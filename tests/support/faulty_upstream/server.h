#pragma once

#include "exchange.h"

#include <condition_variable>
#include <mutex>
#include <set>

namespace faulty {

/// Accepts on the main and the trap socket and answers each connection on a thread of its own.
class Server
{
public:
    explicit Server(Services &services);

    /// Until `stop` becomes readable; then cuts every connection and waits for its thread.
    void run(int mainSocket, int trapSocket, int stop);

private:
    void accept(int socket, bool trap);
    void serve(int fd, bool trap);
    void answer(const Request &request, Wire &wire, bool trap, bool &keepAlive);

    Services &m_services;
    std::mutex m_mutex;
    std::condition_variable m_none;
    std::set<int> m_connections; ///< open descriptors
    int m_threads = 0;
};

} // namespace faulty
