#include "nginx.h"

#include "client.h"
#include "server_thread.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace beaver::http::test {

namespace {

std::string program()
{
    for (const char *path : {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"}) {
        if (std::filesystem::exists(path))
            return path;
    }
    return {};
}

std::uint16_t freePort()
{
    const Listening probe = openListener("127.0.0.1", 0);
    ::close(probe.descriptor);
    return probe.port;
}

} // namespace

Nginx::Nginx()
{
    const std::string nginx = program();
    if (nginx.empty())
        return;
    char pattern[] = "/tmp/beaver-nginx-XXXXXX";
    m_folder = ::mkdtemp(pattern);
    m_port = freePort();
    std::ofstream(m_folder + "/nginx.conf")
        << "daemon off; master_process off; pid nginx.pid; error_log error.log;\n"
        << "events {}\n"
        << "http { access_log off; client_max_body_size 10m; large_client_header_buffers 4 16k; lingering_timeout "
           "100ms;\n"
        << "client_body_temp_path body; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n"
        << "server { listen 127.0.0.1:" << m_port << "; location / { return 200 ok; } } }\n";
    m_process = ::fork();
    if (m_process == 0) {
        const int nowhere = ::open("/dev/null", O_RDWR);
        ::dup2(nowhere, STDERR_FILENO);
        ::execl(nginx.c_str(), "nginx", "-p", m_folder.c_str(), "-c", "nginx.conf", "-e", "error.log", nullptr);
        ::_exit(127);
    }
    const bool answers = eventually([this] {
        Client client(m_port);
        client.send("GET / HTTP/1.0\r\n\r\n");
        return client.receive().has_value();
    });
    if (!answers)
        m_port = 0;
}

Nginx::~Nginx()
{
    if (m_process > 0) {
        ::kill(m_process, SIGTERM);
        ::waitpid(m_process, nullptr, 0);
    }
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder);
}

} // namespace beaver::http::test
