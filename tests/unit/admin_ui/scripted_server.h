#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QUrl>

#include <functional>

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
    };

    explicit ScriptedServer(std::function<Answer(const Request &)> script);
    QUrl url(const QString &scheme = QStringLiteral("http")) const;
    const QList<Request> &requests() const { return m_requests; }
    int count(const QByteArray &target) const;

private:
    void serve(QTcpSocket &socket);

    QTcpServer m_server;
    std::function<Answer(const Request &)> m_script;
    QList<Request> m_requests;
};

} // namespace beaver::admin
