#pragma once

#include <QFile>
#include <QPointer>
#include <QUrl>

#include <admin-ui/models/record_table.h>

#include <memory>

namespace beaver::admin {

/// Writes what a table shows, all of it, into a file: CSV (RFC 4180) or JSON Lines. Page by page, so that a million
/// rows take no more memory than one page; can be stopped.
class TableExport : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool running READ isRunning NOTIFY changed FINAL)
    Q_PROPERTY(int written READ written NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    Q_PROPERTY(QString path READ path NOTIFY changed FINAL)

public:
    explicit TableExport(QObject *parent = nullptr);
    ~TableExport() override;
    Q_DISABLE_COPY_MOVE(TableExport)

    bool isRunning() const { return m_file != nullptr; }
    int written() const { return m_written; }
    QString error() const { return m_error; }
    QString path() const { return m_path; }

    /// Into the person's download folder under the kind's name and the time; `format` is csv or jsonl.
    Q_INVOKABLE void start(beaver::admin::RecordTable *table, const QString &format);
    void startTo(RecordTable *table, const QString &format, const QString &path);
    Q_INVOKABLE void cancel();

Q_SIGNALS:
    void changed();
    void done();

private:
    /// The file as the server writes it.
    void download(const QString &path);
    void next(const QString &after);
    void write(const JsonValue &item);
    void end(const QString &error);

    QPointer<RecordTable> m_table;
    std::unique_ptr<QFile> m_file;
    std::unique_ptr<EventStream> m_stream;
    QString m_asked;  ///< the path of the first page, with the filters as they were when it began
    QString m_search; ///< as it was then, in small letters, where the server doesn't search
    QString m_format;
    QString m_path;
    QString m_error;
    QStringList m_members; ///< the columns of a CSV, from the first row
    int m_written = 0;
    quint64 m_run = 0;
};

} // namespace beaver::admin
