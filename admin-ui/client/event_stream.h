#pragma once

#include <QByteArray>
#include <QObject>

#include <admin-ui/client/api_error.h>

#include <map>

namespace beaver::admin {

/// Server-sent events under way. Its end ends the request.
class EventStream : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    Q_DISABLE_COPY_MOVE(EventStream)

    /// Of the answer's head, by its name in small letters; empty before opened().
    QByteArray header(const QByteArray &name) const
    {
        const auto found = m_headers.find(name);
        return found == m_headers.end() ? QByteArray() : found->second;
    }

Q_SIGNALS:
    void opened();
    /// One `data:` of the stream, whole.
    void event(const QByteArray &name, const QByteArray &data);
    /// The server has said everything.
    void finished();
    void failed(const beaver::admin::ApiError &error);

protected:
    std::map<QByteArray, QByteArray> m_headers;
};

/// Takes a stream's bytes apart, however they are cut.
class EventParser
{
public:
    /// Calls `take(name, data)` for each whole event.
    template <typename Take> void feed(const QByteArray &bytes, Take take)
    {
        m_buffer += bytes;
        qsizetype end = 0;
        while ((end = m_buffer.indexOf('\n')) >= 0) {
            QByteArray line = m_buffer.left(end);
            m_buffer.remove(0, end + 1);
            if (line.endsWith('\r'))
                line.chop(1);
            if (line.isEmpty()) {
                if (!m_data.isNull())
                    take(m_name, m_data);
                m_name.clear();
                m_data = QByteArray();
            } else if (line.startsWith("data:")) {
                m_data += (m_data.isNull() ? "" : "\n") + line.mid(line.startsWith("data: ") ? 6 : 5);
            } else if (line.startsWith("event:")) {
                m_name = line.mid(6).trimmed();
            }
        }
    }

private:
    QByteArray m_buffer;
    QByteArray m_name;
    QByteArray m_data;
};

} // namespace beaver::admin
