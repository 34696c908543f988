#include <QCoreApplication>

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <server/app/commands.h>
#include <server/ops/log.h>
#include <sodium.h>
#include <sys/resource.h>

#include <clocale>
#include <csignal>

int main(int argc, char **argv)
{
    // A thread gives its part of OpenSSL back after Qt takes it for ended: nothing may be cleared away under it at
    // exit.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
    // Qt's own epoll-less dispatcher is the lightest around our poller; GLib's would poll twice.
    qputenv("QT_NO_GLIB", "1");
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("beaverd"));
    std::setlocale(LC_NUMERIC, "C");
    std::signal(SIGPIPE, SIG_IGN);
    // Keys live in this process: it leaves no core dump.
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    beaver::ops::installLog(false);
    if (sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return 1;
    return beaver::app::run(std::vector<std::string>(argv + 1, argv + argc));
}
