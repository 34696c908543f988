#include <QDateTime>
#include <QDir>
#include <QStandardPaths>
#include <QUrl>

#include <admin-ui/models/table_export.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr int exportPage = 200; // what every list of the server takes

/// RFC 4180; a spreadsheet must not take a customer's text for a formula.
QByteArray csvField(QString text)
{
    if (!text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front())) {
        bool number = false;
        text.toDouble(&number);
        if (!number)
            text.prepend(u'\'');
    }
    if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r'))
        text = u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text.toUtf8();
}

} // namespace

TableExport::TableExport(QObject *parent)
    : QObject(parent)
{}

TableExport::~TableExport() = default;

void TableExport::start(RecordTable *table, const QString &format)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    QDir().mkpath(folder);
    QString kind = table->kind(); // `ownCalls` are one's calls
    if (kind.startsWith("own"_L1))
        kind = kind.mid(3).toLower();
    const QString name =
        u"beaver-%1-%2.%3"_s.arg(kind, QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s), format);
    startTo(table, format, QDir(folder).filePath(name));
}

void TableExport::startTo(RecordTable *table, const QString &format, const QString &path)
{
    cancel();
    m_table = table;
    m_asked = table->query({}, exportPage);
    m_search = table->askedSearch().isEmpty() ? table->search().toLower() : QString();
    m_format = format;
    m_path = path;
    m_error.clear();
    m_members.clear();
    m_written = 0;
    m_file = std::make_unique<QFile>(path);
    if (!m_file->open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        end(tr("The file can't be written: %1").arg(m_file->errorString()));
        return;
    }
    ++m_run;
    Q_EMIT changed();
    if (const QString file = table->spec()->exportedBy; !file.isEmpty()) {
        QString asked = m_asked;
        asked.replace(table->basePath() + u"?limit=%1"_s.arg(exportPage), file + u"?format="_s + format);
        if (!m_search.isEmpty())
            asked += u'&' + table->spec()->searchedAs + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(m_search));
        download(asked);
        return;
    }
    next({});
}

void TableExport::download(const QString &path)
{
    // The sign-in is made new by a call whose answer is JSON, if it has to be.
    m_table->session()->send(
        {ApiRequest::Verb::Get, m_table->query({}, 1)}, this,
        [this, path, run = m_run](const Outcome<JsonValue> &present) {
            if (run != m_run || !m_file)
                return;
            if (!present || !m_table) {
                end(present ? tr("The list is gone.") : present.error().text());
                return;
            }
            m_stream = m_table->session()->client().download({ApiRequest::Verb::Get, path});
            m_written = m_format == "csv"_L1 ? -1 : 0; // the head is no row
            connect(m_stream.get(), &EventStream::event, this, [this](const QByteArray &, const QByteArray &bytes) {
                m_file->write(bytes);
                m_written += static_cast<int>(bytes.count('\n'));
                Q_EMIT changed();
            });
            connect(m_stream.get(), &EventStream::finished, this, [this] {
                const bool failed = m_file->error() != QFileDevice::NoError;
                end(failed ? tr("The file can't be written: %1").arg(m_file->errorString()) : QString());
            });
            connect(m_stream.get(), &EventStream::failed, this, [this](const ApiError &error) { end(error.text()); });
        });
}

void TableExport::next(const QString &after)
{
    if (!m_table) {
        end(tr("The list is gone."));
        return;
    }
    const QString path =
        after.isEmpty() ? m_asked : m_asked + u"&after="_s + QString::fromLatin1(QUrl::toPercentEncoding(after));
    m_table->session()->send({ApiRequest::Verb::Get, path}, this, [this, run = m_run](const Outcome<JsonValue> &page) {
        if (run != m_run || !m_file)
            return;
        if (!page) {
            end(page.error().text());
            return;
        }
        for (const JsonValue &item : (*page)["data"_L1].items())
            write(item);
        const QString last = (*page)["next"_L1].plain();
        if (m_file->error() != QFileDevice::NoError) {
            end(tr("The file can't be written: %1").arg(m_file->errorString()));
            return;
        }
        if (!(*page)["has_more"_L1].truth().value_or(false) || last.isEmpty()) {
            end({});
            return;
        }
        Q_EMIT changed();
        next(last);
    });
}

void TableExport::write(const JsonValue &item)
{
    if (!m_search.isEmpty() && !RecordTable::searched(item).contains(m_search))
        return;
    ++m_written;
    if (m_format == "jsonl"_L1) {
        m_file->write(item.compact().toUtf8() + '\n');
        return;
    }
    if (m_members.isEmpty()) {
        for (std::size_t i = 0; i < item.items().size(); ++i)
            if (!item.items()[i].isObject() && !item.items()[i].isArray())
                m_members.append(item.names()[i]);
        QByteArrayList head;
        for (const QString &member : m_members)
            head.append(csvField(member));
        m_file->write(head.join(',') + "\r\n");
    }
    QByteArrayList fields;
    for (const QString &member : m_members)
        fields.append(csvField(item.at(member).plain()));
    m_file->write(fields.join(',') + "\r\n");
}

void TableExport::cancel()
{
    if (!m_file)
        return;
    ++m_run;
    m_stream.reset();
    m_file->remove();
    m_file.reset();
    Q_EMIT changed();
}

void TableExport::end(const QString &error)
{
    ++m_run;
    // Ends what ended it.
    if (m_stream)
        m_stream.release()->deleteLater();
    m_written = std::max(m_written, 0);
    m_error = error;
    if (m_file && !error.isEmpty())
        m_file->remove();
    if (m_file)
        m_file->close();
    m_file.reset();
    Q_EMIT changed();
    Q_EMIT done();
}

} // namespace beaver::admin
