#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QFile>
#include <QGuiApplication>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextDocument>

#include <cstdio>

/// `beaver-print-pdf`: HTML from the standard input becomes a PDF on the standard output. A program of its own because
/// it needs Qt's fonts and layout, which the service mustn't load, depend on, or die of.
int main(int argc, char **argv)
{
    constexpr qint64 mostBytes = 16 * 1024 * 1024;
    constexpr int dotsPerInch = 300;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly))
        return 1;
    const QByteArray html = in.read(mostBytes);
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&out);
        writer.setResolution(dotsPerInch);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(18, 18, 18, 18), QPageLayout::Millimeter);
        writer.setCreator(QStringLiteral("Beaver"));
        QTextDocument document;
        document.documentLayout()->setPaintDevice(&writer);
        document.setHtml(QString::fromUtf8(html));
        writer.setTitle(document.metaInformation(QTextDocument::DocumentTitle));
        document.setPageSize(QSizeF(writer.width(), writer.height()));
        document.print(&writer);
    }
    const QByteArray &pdf = out.data();
    const bool written = std::fwrite(pdf.constData(), 1, static_cast<std::size_t>(pdf.size()), stdout) ==
                         static_cast<std::size_t>(pdf.size());
    return written && std::fflush(stdout) == 0 ? 0 : 1;
}
