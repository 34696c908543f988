// The only file that includes QtHttpServer, and the only one that knows its versions apart:
// 6.4 hands the handler the socket itself; from 6.5 a responder takes its place and the facade is found by the peer's
// port; 6.8 made bind() refuse a server that isn't listening and changed missingHandler().
#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QTcpServer>
#include <QTcpSocket>

#include <server/http/edge/gate.h>
#include <server/http/edge/logging.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace beaver::http {

namespace {

/// What QtHttpServer reads in place of a request: the shortest that every version takes without guessing.
constexpr std::string_view canonicalRequest = "GET / HTTP/1.1\r\nHost:b\r\n\r\n";

/// A QTcpSocket that was never connected: QtHttpServer reads the canonical request from it, and whatever it would write
/// is dropped, because answers leave through the connection's own write buffer.
class Facade final : public QTcpSocket
{
public:
    explicit Facade(Gate::Pass number)
        : m_number(number)
    {
        setPeerPort(number);
        setPeerAddress(QHostAddress(QHostAddress::LocalHost));
        setOpenMode(QIODevice::ReadWrite); // buffered: QtHttpServer reads a head byte by byte
        setSocketState(QAbstractSocket::ConnectedState);
    }
    ~Facade() override
    {
        setSocketState(QAbstractSocket::UnconnectedState);
    } // else the base class would close it, with signals
    Q_DISABLE_COPY_MOVE(Facade)

    Gate::Pass number() const { return m_number; }

    /// True when QtHttpServer called the visitor.
    bool present(Gate::Visitor &visitor)
    {
        m_visitor = &visitor;
        m_presented += static_cast<qint64>(canonicalRequest.size());
        m_at = 0;
        Q_EMIT readyRead();
        return std::exchange(m_visitor, nullptr) == nullptr;
    }
    void arrive()
    {
        if (Gate::Visitor *visitor = std::exchange(m_visitor, nullptr))
            visitor->entered();
    }

    /// Not: QIODevice then hands out its buffer byte by byte without looking each one up in a transaction, and counts
    /// in pos() what was taken. Nothing is ever sought: a presented request is read to its end.
    bool isSequential() const override { return false; }
    qint64 bytesAvailable() const override { return m_presented - pos(); }
    qint64 bytesToWrite() const override { return 0; }

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    std::optional<QHttpServerResponder> responder; // held while the call lasts: QtHttpServer counts it as under way
#endif

protected:
    qint64 readData(char *to, qint64 most) override
    {
        const qint64 count = std::min(most, left());
        std::memcpy(to, canonicalRequest.data() + m_at, static_cast<std::size_t>(count));
        m_at += count;
        return count;
    }
    qint64 writeData(const char *, qint64 count) override { return count; }

private:
    qint64 left() const { return static_cast<qint64>(canonicalRequest.size()) - m_at; }

    const Gate::Pass m_number;
    qint64 m_at = static_cast<qint64>(canonicalRequest.size());
    qint64 m_presented = 0; ///< bytes, of all requests
    Gate::Visitor *m_visitor = nullptr;
};

/// Brings facades in. It has to listen for QtHttpServer to bind it, so it does on a loopback port that nobody accepts
/// from.
class Entrance final : public QTcpServer
{
public:
    Entrance()
    {
        if (!listen(QHostAddress(QHostAddress::LocalHost)) && !listen(QHostAddress(QHostAddress::LocalHostIPv6)))
            qCCritical(edgeLog, "No loopback port for QtHttpServer: %ls", qUtf16Printable(errorString()));
        pauseAccepting();
    }
    void bring(Facade *facade)
    {
        addPendingConnection(facade);
        pauseAccepting(); // nextPendingConnection() has switched it on again
    }

protected:
    void incomingConnection(qintptr descriptor) override { ::close(static_cast<int>(descriptor)); }
};

class Server final : public QAbstractHttpServer
{
public:
    explicit Server(std::vector<Facade *> &facades)
        : m_facades(facades)
    {}

protected:
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override
    {
        const std::size_t number = request.remotePort();
        if (number == 0 || number > m_facades.size())
            return false;
        Facade *facade = m_facades[number - 1];
        facade->responder.emplace(std::move(responder));
        facade->arrive();
        return true;
    }
#else
    bool handleRequest(const QHttpServerRequest &, QTcpSocket *socket) override
    {
        static_cast<Facade *>(socket)->arrive();
        return true;
    }
#endif
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &) override {}
#elif QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &&) override {}
#else
    void missingHandler(const QHttpServerRequest &, QTcpSocket *) override {}
#endif

private:
    std::vector<Facade *> &m_facades;
};

} // namespace

struct Gate::Private
{
    std::vector<Facade *>
        facades; // by number - 1; from 6.5 each belongs to QtHttpServer, through the stream it makes of it
    std::vector<Facade *> free;
    Server server{facades};
    Entrance *entrance = new Entrance; // bind() gives it to the server

    Private() { server.bind(entrance); }
    ~Private()
    {
        for (Facade *facade : facades) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
            facade->responder.reset();
#else
            delete facade;
#endif
        }
    }

    Facade *takeFacade()
    {
        if (!free.empty()) {
            Facade *facade = free.back();
            free.pop_back();
            return facade;
        }
        if (facades.size() >= std::numeric_limits<Pass>::max())
            return nullptr;
        facades.push_back(new Facade(static_cast<Pass>(facades.size() + 1)));
        entrance->bring(facades.back());
        return facades.back();
    }
};

Gate::Gate()
    : d(std::make_unique<Private>())
{}

Gate::~Gate() = default;

Gate::Pass Gate::enter(Visitor &visitor)
{
    Facade *facade = d->takeFacade();
    if (!facade)
        return 0;
    if (facade->present(visitor))
        return facade->number();
    d->free.push_back(facade);
    qCCritical(edgeLog, "QtHttpServer didn't take a request.");
    return 0;
}

void Gate::leave(Pass pass)
{
    Facade *facade = d->facades[pass - 1u];
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    facade->responder.reset();
#endif
    d->free.push_back(facade);
}

} // namespace beaver::http
