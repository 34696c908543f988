#include <QCoreApplication>
#include <QProcess>

#include <server/payments/pdf_printer.h>

namespace beaver::payments {

namespace {

constexpr int longestMs = 20'000;
constexpr int mostWaiting = 32;

Error notPrinted(std::string detail)
{
    return {ErrorCode::Unavailable,
            "The document can't be printed now. Ask for format=html.",
            {},
            "pdf_failed",
            std::move(detail),
            1000};
}

Result<std::string> printNow(const std::string &html)
{
    QProcess child;
    // Nothing of this process's settings: they hold keys.
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    for (const char *name : {"PATH", "HOME", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH"}) {
        if (qEnvironmentVariableIsSet(name))
            environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
    }
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationDirPath() + QStringLiteral("/beaver-print-pdf"), QStringList());
    if (!child.waitForStarted(longestMs))
        return notPrinted("beaver-print-pdf doesn't start: " + child.errorString().toStdString());
    child.write(html.data(), static_cast<qint64>(html.size()));
    child.closeWriteChannel();
    if (!child.waitForFinished(longestMs)) {
        child.kill();
        child.waitForFinished(longestMs);
        return notPrinted("beaver-print-pdf took too long");
    }
    const QByteArray pdf = child.readAllStandardOutput();
    if (child.exitStatus() != QProcess::NormalExit || child.exitCode() != 0 || !pdf.startsWith("%PDF"))
        return notPrinted("beaver-print-pdf failed: " + child.readAllStandardError().left(2000).toStdString());
    return pdf.toStdString();
}

} // namespace

PdfPrinter::PdfPrinter()
{
    m_pool.setMaxThreadCount(2);
}

PdfPrinter::~PdfPrinter()
{
    m_pool.waitForDone();
}

ops::Future<Result<std::string>> PdfPrinter::print(ops::Executor &loop, std::string html)
{
    ops::Promise<Result<std::string>> promise(loop);
    if (++m_waiting > mostWaiting) {
        --m_waiting;
        promise.set(notPrinted("too many documents wait"));
        return promise.future();
    }
    m_pool.start([this, promise, html = std::move(html)] {
        promise.set(printNow(html));
        --m_waiting;
    });
    return promise.future();
}

} // namespace beaver::payments
