#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace beaver::http::test {

/// A real nginx in a folder of its own on a free port, which answers every sound request with 200. port() is 0 where
/// there is none.
class Nginx
{
public:
    Nginx();
    ~Nginx();
    Nginx(const Nginx &) = delete;
    Nginx &operator=(const Nginx &) = delete;

    std::uint16_t port() const { return m_port; }

private:
    std::uint16_t m_port = 0;
    std::string m_folder;
    pid_t m_process = -1;
};

} // namespace beaver::http::test
