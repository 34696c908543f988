#include <QDateTime>
#include <QLoggingCategory>

#include <server/ops/log.h>

#include <cstdio>
#include <string>

namespace beaver::ops {

namespace {

void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const char *level = "info";
    switch (type) {
    case QtDebugMsg:
        level = "debug";
        break;
    case QtInfoMsg:
        break;
    case QtWarningMsg:
        level = "warning";
        break;
    case QtCriticalMsg:
    case QtFatalMsg:
        level = "error";
        break;
    }
    std::string line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString() + ' ' + level + ' ' +
                       (context.category ? context.category : "default") + ": ";
    // One message is one line, whatever somebody managed to put into it.
    for (const char c : message.toStdString())
        line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace

void installLog(bool verbose)
{
    qunsetenv("QT_LOGGING_RULES");
    qunsetenv("QT_LOGGING_CONF");
    QLoggingCategory::setFilterRules(verbose ? QStringLiteral("qt.*=false\nbeaver.*.debug=true")
                                             : QStringLiteral("qt.*=false\n*.debug=false"));
    qInstallMessageHandler(write);
}

} // namespace beaver::ops
