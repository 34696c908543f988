#include <QTcpSocket>

#include <tests/unit/admin_ui/scripted_server.h>

#include <algorithm>
#include <utility>

namespace beaver::admin {

ScriptedServer::ScriptedServer(std::function<Answer(const Request &)> script)
    : m_script(std::move(script))
{
    m_server.listen(QHostAddress::LocalHost);
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        QTcpSocket *socket = m_server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { serve(*socket); });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    });
}

void ScriptedServer::serve(QTcpSocket &socket)
{
    const QByteArray received = socket.peek(1024 * 1024);
    const qsizetype end = received.indexOf("\r\n\r\n");
    if (end < 0 && received.startsWith("\x16\x03")) { // TLS: not ours
        socket.write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        socket.disconnectFromHost();
        return;
    }
    if (end < 0)
        return;
    Request request;
    QList<QByteArray> lines = received.left(end).split('\n');
    const QList<QByteArray> words = lines.takeFirst().split(' ');
    request.method = words.value(0);
    request.target = words.value(1);
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    request.body = received.mid(end + 4);
    if (request.body.size() < request.headers.value("content-length").toLongLong())
        return;
    socket.readAll();
    m_requests.append(request);
    const Answer answer = m_script(request);
    if (answer.held)
        m_held.emplaceBack(&socket, answer);
    else if (answer.status != 0) // 0: never answers
        ScriptedServer::answer(socket, answer);
}

void ScriptedServer::release()
{
    for (const auto &[socket, held] : std::exchange(m_held, {})) {
        if (socket)
            answer(*socket, held);
    }
}

void ScriptedServer::answer(QTcpSocket &socket, const Answer &answer)
{
    socket.write("HTTP/1.1 " + QByteArray::number(answer.status) +
                 " Answer\r\ncontent-type: application/json\r\nconnection: close\r\n" + answer.headers +
                 "content-length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n" + answer.body);
    socket.disconnectFromHost();
}

QUrl ScriptedServer::url(const QString &scheme) const
{
    QUrl url;
    url.setScheme(scheme);
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(m_server.serverPort());
    return url;
}

int ScriptedServer::count(const QByteArray &target) const
{
    return static_cast<int>(std::count_if(m_requests.begin(), m_requests.end(),
                                          [&target](const Request &each) { return each.target == target; }));
}

} // namespace beaver::admin
