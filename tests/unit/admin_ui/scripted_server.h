#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <utility>

namespace beaver::admin {

/// An HTTP server on a port of its own that answers what the test says, one request per connection.
class ScriptedServer
{
public:
    struct Request
    {
        QByteArray method;
        QByteArray target;
        QHash<QByteArray, QByteArray> headers; ///< by lower-case name
        QByteArray body;
    };
    struct Answer
    {
        int status = 200;
        QByteArray body = {};
        QByteArray headers = {}; ///< whole lines
        bool held = false;       ///< sent by release()
    };

    explicit ScriptedServer(std::function<Answer(const Request &)> script);
    QUrl url(const QString &scheme = QStringLiteral("http")) const;
    const QList<Request> &requests() const { return m_requests; }
    int count(const QByteArray &target) const;
    /// Sends the answers that were held.
    void release();

private:
    void serve(QTcpSocket &socket);
    static void answer(QTcpSocket &socket, const Answer &answer);

    QTcpServer m_server;
    std::function<Answer(const Request &)> m_script;
    QList<Request> m_requests;
    QList<std::pair<QPointer<QTcpSocket>, Answer>> m_held;
};

} // namespace beaver::admin
